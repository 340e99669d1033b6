import CircleAlert from 'lucide-solid/icons/circle-alert';
import CircleCheck from 'lucide-solid/icons/circle-check';
import { A } from '@solidjs/router';
import { createSignal, For, onMount, Show } from 'solid-js';
import { errorText } from '../../lib/problem-message.tsx';
import { reviewText } from '../../text/review-text.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import type { BatchResult } from './batch-verdicts.ts';
import './batch-results.css';

/** What became of each case of a batch: what was not done comes first and says why. */
export function BatchResults(props: {
  results: readonly BatchResult[];
  hrefOf: (outcomeId: string) => string;
  onClose: () => void;
}) {
  const words = () => reviewText().certification;
  const failed = () => props.results.filter(({ problem }) => problem !== null);
  const done = () => props.results.filter(({ problem }) => problem === null);
  const [heading, setHeading] = createSignal<HTMLHeadingElement>();
  // The button that was pressed may be gone with the selection.
  onMount(() => heading()?.focus());

  return (
    <section class="results" classList={{ 'results--failed': failed().length > 0 }} aria-label={words().batchResults}>
      <h2 class="results__title" tabindex="-1" ref={setHeading}>
        {words().batchDone(done().length, failed().length)}
      </h2>
      <Show when={failed().length > 0}>
        <p class="results__hint">{words().batchFailedHint}</p>
        <ul class="results__list">
          <For each={failed()}>
            {({ item, problem }) => (
              <li class="results__item">
                <CircleAlert class="icon results__bad" aria-hidden="true" />
                <A href={props.hrefOf(item.outcomeId)} noScroll>
                  {item.studentName}〈{item.subject}〉
                </A>
                <p>{errorText(problem).title}</p>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={done().length > 0}>
        <details class="results__all">
          <summary>{words().batchAll}</summary>
          <ul class="results__list">
            <For each={done()}>
              {({ item }) => (
                <li class="results__item">
                  <CircleCheck class="icon results__good" aria-hidden="true" />
                  <A href={props.hrefOf(item.outcomeId)} noScroll>
                    {item.studentName}〈{item.subject}〉
                  </A>
                  <p>{words().batchOk}</p>
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
      <Button compact onClick={() => props.onClose()}>
        {text().common.close}
      </Button>
    </section>
  );
}
