import type { ReceiptContent } from '@licheng/rest-contract';
import { A } from '@solidjs/router';
import FileCheck from 'lucide-solid/icons/file-check';
import { createEffect, createSignal, createUniqueId, For, type JSX, Match, onMount, Show, Switch } from 'solid-js';
import { formatDateTime } from '../../lib/taipei.ts';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { verifyText } from '../../text/verify-text.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { CompareFiles } from './compare-files.tsx';
import { FileButton } from './file-button.tsx';
import { keptKeys, type KnownKeys, loadReceiptKeys } from './receipt-keys.ts';
import { ReceiptStatement } from './receipt-statement.tsx';
import { judgeReceipt, keysOf, parseJson, type ReceiptVerdict } from './receipt-verdict.ts';
import { saveJson } from './save-file.ts';
import '../../ui/field.css';
import './verify-page.css';

type Outcome = { kind: 'judged'; verdict: ReceiptVerdict; keys: KnownKeys } | { kind: 'no_keys' };

const words = () => verifyText().verify;

/** For anyone, without an account: a receipt is judged on this device, nothing is sent. `tools`: language and theme. */
export default function VerifyPage(props: { tools?: JSX.Element }) {
  const [ownKeys, setOwnKeys] = createSignal<KnownKeys | null>(null);
  const [pasted, setPasted] = createSignal('');
  const [result, setResult] = createSignal<Outcome | null>(null);
  const [busy, setBusy] = createSignal(false);
  const [others, setOthers] = createSignal<File[]>([]);
  const [heading, setHeading] = createSignal<HTMLElement>();
  const [dragging, setDragging] = createSignal(false);

  createEffect(() => {
    document.title = `${words().title} · ${text().product.name}`;
  });
  createEffect(() => {
    if (result() !== null) heading()?.focus();
  });

  const judge = async (input: string) => {
    setBusy(true);
    try {
      const keys = ownKeys() ?? (await loadReceiptKeys());
      setResult(
        keys === null ? { kind: 'no_keys' } : { kind: 'judged', verdict: await judgeReceipt(input, keys.keys), keys },
      );
    } finally {
      setBusy(false);
    }
  };
  const take = async (files: readonly File[]) => {
    // Dropped together: the receipt is the JSON, the others are to be compared with it.
    const receipt = files.find((file) => /\.(json|jws|txt)$/i.test(file.name)) ?? files[0];
    if (receipt === undefined) return;
    setOthers(files.filter((file) => file !== receipt));
    await judge(receipt.size > LARGEST_RECEIPT_BYTES ? '' : await receipt.text());
  };
  const again = () => {
    setResult(null);
    setOthers([]);
    setPasted('');
  };
  const judged = () => {
    const current = result();
    return current?.kind === 'judged' ? current : null;
  };

  return (
    <div class="verify">
      <header class="verify__head">
        <A class="verify__home" href={paths.home}>
          <img src="/icon.svg" alt="" width="32" height="32" />
          <span>{text().product.name}</span>
        </A>
        {props.tools}
      </header>
      <main class="verify__main">
        <h1>{words().title}</h1>
        <p class="soft">{words().lead}</p>
        <Show
          when={result()}
          fallback={
            <>
              <div
                class="verify__drop"
                classList={{ 'verify__drop--over': dragging() }}
                onDragOver={(event) => {
                  event.preventDefault();
                  setDragging(true);
                }}
                onDragLeave={() => setDragging(false)}
                onDrop={(event) => {
                  event.preventDefault();
                  setDragging(false);
                  void take([...(event.dataTransfer?.files ?? [])]);
                }}
              >
                <FileCheck class="icon" aria-hidden="true" />
                <p class="soft">{words().drop}</p>
                <FileButton
                  primary
                  label={words().choose}
                  accept=".json,application/json"
                  onChoose={(files) => void take(files)}
                />
              </div>
              <Paste value={pasted()} onInput={setPasted} busy={busy()} onCheck={() => void judge(pasted())} />
            </>
          }
        >
          <section class="verify__result" aria-live="polite">
            <h2 tabindex="-1" ref={setHeading}>
              {words().resultTitle}
            </h2>
            <Switch>
              <Match when={result()?.kind === 'no_keys'}>
                <Message tone="amber" title={words().noKeysTitle} body={words().noKeysBody} />
              </Match>
              <Match when={judged()}>
                {(current) => (
                  <>
                    <Verdict verdict={current().verdict} />
                    <p class="soft verify__source">{sourceWords(current().keys)}</p>
                    <Show when={current().verdict.content}>
                      {(content) => (
                        <>
                          <Show when={current().verdict.valid}>
                            <Meaning content={content()} />
                          </Show>
                          <div class="verify__statement">
                            <ReceiptStatement content={content()} keyId={current().verdict.keyId} />
                          </div>
                          <CompareFiles files={content().files} given={others()} />
                        </>
                      )}
                    </Show>
                  </>
                )}
              </Match>
            </Switch>
            <div>
              <Button onClick={again}>{words().another}</Button>
            </div>
          </section>
        </Show>
        <Keys own={ownKeys()} onOwn={setOwnKeys} />
      </main>
    </div>
  );
}

/** A receipt is a few kilobytes; anything much larger is something else and is not read. */
const LARGEST_RECEIPT_BYTES = 256 * 1024;

function sourceWords({ source, fetchedAt }: KnownKeys): string {
  const texts = words().keySource;
  return source === 'file' ? texts.file : texts[source](formatDateTime(fetchedAt));
}

function Paste(props: { value: string; onInput: (value: string) => void; busy: boolean; onCheck: () => void }) {
  const id = createUniqueId();
  return (
    <form
      class="field"
      onSubmit={(event) => {
        event.preventDefault();
        if (props.value.trim() !== '' && !props.busy) props.onCheck();
      }}
    >
      <label class="field__label" for={id}>
        {words().paste}
      </label>
      <textarea
        class="input verify__paste"
        id={id}
        rows="5"
        spellcheck={false}
        autocomplete="off"
        aria-describedby={`${id}-hint`}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <p class="field__hint" id={`${id}-hint`}>
        {words().pasteHint}
      </p>
      <div>
        <Button type="submit" busy={props.busy || props.value.trim() === ''}>
          {props.busy ? words().checking : words().check}
        </Button>
      </div>
    </form>
  );
}

function Verdict(props: { verdict: ReceiptVerdict }) {
  return (
    <Switch>
      <Match when={props.verdict.valid && props.verdict.content}>
        {(content) => (
          <Message tone="green" title={words().validTitle} body={words().validBody(content().institutionName)} />
        )}
      </Match>
      <Match when={!props.verdict.valid && props.verdict.fault}>
        {(fault) => (
          <Message
            tone={fault() === 'key_unknown' ? 'amber' : 'red'}
            title={`${fault() === 'key_unknown' ? words().unsureTitle : words().invalidTitle} · ${words().fault[fault()].title}`}
            body={words().fault[fault()].body}
          />
        )}
      </Match>
    </Switch>
  );
}

function Meaning(props: { content: ReceiptContent }) {
  return (
    <div class="verify__meaning">
      <section>
        <h3>{words().provenTitle}</h3>
        <ul>
          <li>
            {words().proven(
              props.content.studentName,
              formatDateTime(props.content.submittedAt),
              props.content.subject,
              props.content.version,
            )}
          </li>
          <li>{words().provenFiles}</li>
          <li>{words().provenTime}</li>
        </ul>
      </section>
      <section>
        <h3>{words().notProvenTitle}</h3>
        <ul>
          <For each={words().notProven}>{(line) => <li>{line}</li>}</For>
        </ul>
      </section>
    </div>
  );
}

function Keys(props: { own: KnownKeys | null; onOwn: (keys: KnownKeys | null) => void }) {
  const [bad, setBad] = createSignal(false);
  const [kept, setKept] = createSignal(keptKeys());
  onMount(() => void loadReceiptKeys().then(setKept));
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const keys = keysOf(parseJson(await file.text()));
    setBad(keys === null);
    if (keys !== null) props.onOwn({ keys, source: 'file', fetchedAt: new Date().toISOString() });
  };
  return (
    <details class="verify__keys">
      <summary>{words().keysTitle}</summary>
      <p class="soft">{words().keysLead}</p>
      <Show when={kept()}>{(known) => <p class="soft">{words().ready(known().keys.length)}</p>}</Show>
      <Show when={bad()}>
        <Message tone="red" urgent title={words().keysBad} />
      </Show>
      <Show when={props.own}>
        <Message
          tone="slate"
          title={words().keySource.file}
          actions={
            <Button compact onClick={() => props.onOwn(null)}>
              {words().keysReset}
            </Button>
          }
        />
      </Show>
      <div class="verify__buttons">
        <FileButton
          label={words().keysChoose}
          accept=".json,application/json"
          onChoose={(files) => void take(files[0])}
        />
        <Show when={kept()}>
          {(known) => (
            <Button onClick={() => saveJson('receipt-keys.json', { keys: known().keys })}>
              {words().keysDownload}
            </Button>
          )}
        </Show>
      </div>
    </details>
  );
}
