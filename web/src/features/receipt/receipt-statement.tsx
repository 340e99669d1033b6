import type { ReceiptContent } from '@licheng/rest-contract';
import { For, type JSX } from 'solid-js';
import { formatDateTime } from '../../lib/taipei.ts';
import { receiptText } from '../../text/receipt-text.ts';
import { text } from '../../text/text.ts';
import { textFor } from '../../text/vocabulary.ts';
import { Fingerprint } from './fingerprint.tsx';
import './receipt-statement.css';

/** What a receipt says, for people. */
export function ReceiptStatement(props: { content: ReceiptContent; keyId: string | null }) {
  const words = () => receiptText().receipt;
  return (
    <div class="statement">
      <dl class="statement__facts">
        <Fact name={words().institution}>{props.content.institutionName}</Fact>
        <Fact name={words().student}>{props.content.studentName}</Fact>
        <Fact name={words().course}>{props.content.subject}</Fact>
        <Fact name={words().academicYear}>{text().common.academicYear(props.content.academicYear)}</Fact>
        <Fact name={words().version}>{text().outcome.version(props.content.version)}</Fact>
        <Fact name={words().submittedAt}>
          <time class="numeric" dateTime={props.content.submittedAt}>
            {formatDateTime(props.content.submittedAt)}:{props.content.submittedAt.slice(17, 19)}
          </time>{' '}
          <span class="soft statement__hint">{words().submittedAtHint}</span>
        </Fact>
      </dl>
      <h2 class="statement__title">{words().files}</h2>
      <ul class="statement__files">
        <For each={props.content.files}>
          {(file) => (
            <li>
              <p class="statement__file">
                <strong>{file.fileName}</strong>
                <span class="soft numeric">
                  {textFor(text().slot, file.slot) ?? file.slot} · {words().bytes(file.sizeBytes)}
                </span>
              </p>
              <p class="statement__label">{words().fingerprint}</p>
              <Fingerprint sha256={file.sha256} />
            </li>
          )}
        </For>
      </ul>
      <dl class="statement__facts statement__facts--fine">
        <Fact name={words().summaryFingerprint}>
          <Fingerprint sha256={props.content.summarySha256} />
        </Fact>
        <Fact name={words().receiptId}>
          <code>{props.content.receiptId}</code>
        </Fact>
        <Fact name={words().keyId}>
          <code>{props.keyId}</code>
        </Fact>
      </dl>
    </div>
  );
}

function Fact(props: { name: string; children: JSX.Element }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
