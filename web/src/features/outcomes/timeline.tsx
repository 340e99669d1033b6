import type { HistoryEntryResource } from '@licheng/rest-contract';
import { A } from '@solidjs/router';
import { For, Show } from 'solid-js';
import { receiptIdOf } from '../../lib/receipt-id.ts';
import { formatDateTime } from '../../lib/taipei.ts';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { textFor } from '../../text/vocabulary.ts';
import { byWhom } from './by-whom.ts';
import './timeline.css';

/** Who did what to which version and when, the latest first. */
export function Timeline(props: { history: readonly HistoryEntryResource[] }) {
  return (
    <ol class="timeline">
      <For each={[...props.history].reverse()}>
        {(entry) => (
          <li>
            <p>
              <strong>{textFor(text().outcome.fact, entry.fact) ?? entry.fact}</strong>{' '}
              <span class="soft">{text().outcome.version(entry.version)}</span>
            </p>
            <p class="soft numeric timeline__when">
              <time dateTime={entry.at}>{formatDateTime(entry.at)}</time>
              {entry.actorName === '' ? '' : ` · ${byWhom(entry.actorName, entry.onBehalfOfName)}`}
            </p>
            <Show when={entry.refusalReason}>
              {(reason) => (
                <p class="timeline__when">
                  <span class="soft">{text().outcome.commentReason}</span> {text().outcome.reason[reason()]}
                </p>
              )}
            </Show>
            <Show when={entry.comment !== ''}>
              <p class="timeline__said">{entry.comment}</p>
            </Show>
            <Show when={entry.receiptHref}>
              {(href) => (
                <A class="timeline__receipt" href={paths.receipt(receiptIdOf(href()))}>
                  {text().outcome.receipt}
                </A>
              )}
            </Show>
          </li>
        )}
      </For>
    </ol>
  );
}
