import { For } from 'solid-js';

/** 64 hex digits in groups of eight: for comparing by eye and reading aloud. Copied, it is still one word. */
export function Fingerprint(props: { sha256: string }) {
  return (
    <code class="fingerprint">
      <For each={props.sha256.match(/.{1,8}/g) ?? []}>{(group) => <span>{group}</span>}</For>
    </code>
  );
}
