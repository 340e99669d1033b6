import type { CaseResource } from '@licheng/rest-contract';
import { For, Show } from 'solid-js';
import { formatDateTime } from '../../lib/taipei.ts';
import { reviewText } from '../../text/review-text.ts';
import { text } from '../../text/text.ts';
import './case-history.css';

/** What happened to the case, the latest first: every verdict with who gave it and for whom. */
export function CaseHistory(props: { history: CaseResource['history'] }) {
  const words = () => reviewText().certification;
  return (
    <Show when={props.history.length > 0}>
      <details class="history">
        <summary>
          {words().history}
          <span class="soft numeric"> {props.history.length}</span>
        </summary>
        <ol class="history__list">
          <For each={props.history.toReversed()}>
            {(entry) => (
              <li class="history__entry">
                <p class="history__fact">
                  {words().facts[entry.fact]} <span class="soft">{text().outcome.version(entry.version)}</span>
                </p>
                <p class="soft numeric history__who">
                  {entry.onBehalfOfName === null
                    ? entry.actorName
                    : words().nameFor(entry.actorName, entry.onBehalfOfName)}
                  {entry.actorName === '' ? '' : ' · '}
                  {formatDateTime(entry.at)}
                </p>
                <Show when={entry.refusalReason}>{(reason) => <p>{words().reasons[reason()]}</p>}</Show>
                <Show when={entry.comment !== ''}>
                  <blockquote>{entry.comment}</blockquote>
                </Show>
              </li>
            )}
          </For>
        </ol>
      </details>
    </Show>
  );
}
