import type { OutcomeResource } from '@licheng/rest-contract';
import { Show } from 'solid-js';
import { formatDateTime } from '../../lib/taipei.ts';
import { text } from '../../text/text.ts';
import { byWhom } from './by-whom.ts';
import './review-comment.css';

/** Why it was refused, in the certifier's category and words, and who said so. */
export function ReviewComment(props: { outcome: OutcomeResource }) {
  return (
    <div class="review-comment">
      <Show when={props.outcome.refusalReason}>
        {(reason) => (
          <p>
            <span class="soft">{text().outcome.commentReason}</span> <strong>{text().outcome.reason[reason()]}</strong>
          </p>
        )}
      </Show>
      <blockquote class="review-comment__said">{props.outcome.comment}</blockquote>
      <Show when={props.outcome.decidedAt}>
        {(at) => (
          <p class="soft numeric">
            {text().outcome.commentBy(
              byWhom(props.outcome.certifierName, props.outcome.onBehalfOfName),
              formatDateTime(at()),
            )}
          </p>
        )}
      </Show>
    </div>
  );
}
