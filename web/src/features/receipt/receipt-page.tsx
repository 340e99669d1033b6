import type { ReceiptResource } from '@licheng/rest-contract';
import { A, useParams } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import Download from 'lucide-solid/icons/download';
import Printer from 'lucide-solid/icons/printer';
import { onMount } from 'solid-js';
import { receiptQuery } from '../../api/queries.ts';
import { watchQuery } from '../../api/watch-query.ts';
import { Loaded } from '../../lib/loaded.tsx';
import { formatDate } from '../../lib/taipei.ts';
import { paths } from '../../paths.ts';
import { receiptText } from '../../text/receipt-text.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { fetchAndKeepKeys } from './keep-keys.ts';
import { ReceiptStatement } from './receipt-statement.tsx';
import { saveJson } from './save-file.ts';
import './receipt-page.css';

/** The receipt of one submission, to read, print and keep. */
export default function ReceiptPage() {
  const params = useParams<{ receiptId: string }>();
  const query = watchQuery(() => receiptQuery(params.receiptId));
  // Whoever keeps a receipt can check it later without a network.
  onMount(() => void fetchAndKeepKeys().catch(() => undefined));
  return (
    <Loaded whole query={query}>
      {(receipt) => <Receipt receipt={receipt()} />}
    </Loaded>
  );
}

function Receipt(props: { receipt: ReceiptResource }) {
  const words = () => receiptText().receipt;
  const content = () => props.receipt.receipt;
  const save = () =>
    saveJson(words().fileName(content().subject, formatDate(content().submittedAt).replaceAll('/', '')), props.receipt);
  return (
    <Page
      title={words().title}
      product={text().product.name}
      eyebrow={content().subject}
      lead={
        <A class="receipt__back" href={paths.outcome(content().outcomeId)}>
          <ArrowLeft class="icon" aria-hidden="true" />
          {words().outcomeLink}
        </A>
      }
      actions={
        <>
          <Button look="primary" onClick={save}>
            <Download class="icon" aria-hidden="true" />
            {words().download}
          </Button>
          <Button onClick={() => window.print()}>
            <Printer class="icon" aria-hidden="true" />
            {words().print}
          </Button>
        </>
      }
    >
      <article class="receipt">
        <p class="receipt__brand">
          {text().product.name} · {words().title}
        </p>
        <p class="receipt__lead">{words().lead}</p>
        <ReceiptStatement content={content()} keyId={props.receipt.keyId} />
        <section class="receipt__how">
          <h2>{words().howTitle}</h2>
          <p>{words().how(`${location.origin}${paths.verify}`)}</p>
          <p>{words().howFile}</p>
          <p class="receipt__verify">
            <A href={paths.verify}>{text().home.verifyLink}</A>
          </p>
        </section>
        <details class="receipt__signature">
          <summary>{words().showSignature}</summary>
          <p class="receipt__jws-name">{words().signature}</p>
          <code class="receipt__jws">{props.receipt.jws}</code>
        </details>
      </article>
    </Page>
  );
}
