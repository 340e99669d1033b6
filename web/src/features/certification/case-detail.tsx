import type { CaseResource } from '@licheng/rest-contract';
import { For, Show } from 'solid-js';
import { OutcomeStatusBadge } from '../../lib/outcome-status-badge.tsx';
import { formatDateTime } from '../../lib/taipei.ts';
import { courseTermLine } from '../../lib/term-labels.ts';
import { text } from '../../text/text.ts';
import { Decision } from './decision.tsx';
import { FilePreview } from './file-preview.tsx';
import './case-detail.css';

export function CaseDetail(props: { case: CaseResource; onNext: () => void; hasNext: boolean }) {
  return (
    <article class="case">
      <header class="case__head">
        <div class="case__titles">
          <p class="soft case__term">{courseTermLine(props.case)}</p>
          <h2>{props.case.subject}</h2>
          <p>
            {props.case.studentName}
            <span class="soft numeric case__when">
              {text().certification.submittedAt} {formatDateTime(props.case.submittedAt)} ·{' '}
              {text().outcome.version(props.case.version)}
            </span>
          </p>
        </div>
        <OutcomeStatusBadge status={props.case.status} />
      </header>
      <div class="case__body">
        <section class="case__preview" aria-label={text().certification.preview}>
          <For each={props.case.files}>{(file) => <FilePreview file={file} />}</For>
        </section>
        <section class="case__decision" aria-label={text().certification.decision}>
          <h3>{text().outcome.columns.summary}</h3>
          <p class="case__summary" classList={{ soft: props.case.summary === '' }}>
            {props.case.summary === '' ? text().certification.noSummary : props.case.summary}
          </p>
          <Show when={props.case.decidedAt}>
            {(at) => (
              <div class="case__verdict">
                <p class="numeric">
                  {text().certification.decidedAs(
                    text().outcome.status[props.case.status],
                    props.case.certifierName,
                    formatDateTime(at()),
                  )}
                </p>
                <Show when={props.case.comment !== ''}>
                  <blockquote>{props.case.comment}</blockquote>
                </Show>
              </div>
            )}
          </Show>
          <Decision case={props.case} onNext={() => props.onNext()} hasNext={props.hasNext} />
        </section>
      </div>
    </article>
  );
}
