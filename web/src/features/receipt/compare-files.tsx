import type { ReceiptContent } from '@licheng/rest-contract';
import { createEffect, createSignal, For, Show } from 'solid-js';
import { text } from '../../text/text.ts';
import { verifyText } from '../../text/verify-text.ts';
import { textFor } from '../../text/vocabulary.ts';
import { Message } from '../../ui/message.tsx';
import { FileButton } from './file-button.tsx';
import { sha256Hex } from './signature.ts';

interface Comparison {
  name: string;
  /** The slot whose file it is; null when it is none of them. */
  slot: string | null;
  tooLarge: boolean;
}

/** Whether files at hand are byte for byte those the receipt names. */
export function CompareFiles(props: { files: ReceiptContent['files']; given: readonly File[] }) {
  const [comparisons, setComparisons] = createSignal<Comparison[]>([]);
  const [busy, setBusy] = createSignal(false);
  const words = () => verifyText().verify;

  const compare = async (files: readonly File[]) => {
    setBusy(true);
    const found: Comparison[] = [];
    for (const file of files) {
      // A file of another size cannot be it, and a film of gigabytes need not be read to say so.
      const largest = Math.max(0, ...props.files.map(({ sizeBytes }) => sizeBytes));
      if (file.size > largest && file.size > READ_ANYWAY_BYTES) {
        found.push({ name: file.name, slot: null, tooLarge: true });
        continue;
      }
      const sha256 = await sha256Hex(new Uint8Array(await file.arrayBuffer()));
      const same = props.files.find((candidate) => candidate.sha256 === sha256);
      found.push({ name: file.name, slot: same?.slot ?? null, tooLarge: false });
    }
    setComparisons(found);
    setBusy(false);
  };
  createEffect(() => {
    if (props.given.length > 0) void compare(props.given);
  });

  return (
    <section class="verify__compare">
      <h3>{words().compareTitle}</h3>
      <p class="soft">{words().compareLead}</p>
      <div>
        <FileButton multiple label={words().compareChoose} onChoose={(files) => void compare(files)} />
      </div>
      <div class="verify__comparisons" role="status">
        <Show when={!busy()} fallback={<p class="soft">{words().comparing}</p>}>
          <For each={comparisons()}>
            {(comparison) => (
              <Show
                when={comparison.slot}
                fallback={
                  <Message
                    tone="red"
                    title={comparison.tooLarge ? words().tooLarge(comparison.name) : words().different(comparison.name)}
                  />
                }
              >
                {(slot) => (
                  <Message tone="green" title={words().same(comparison.name, textFor(text().slot, slot()) ?? slot())} />
                )}
              </Show>
            )}
          </For>
        </Show>
      </div>
    </section>
  );
}

const READ_ANYWAY_BYTES = 64 * 1024 * 1024;
