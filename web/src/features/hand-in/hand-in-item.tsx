import type { HandInItemResource } from '@licheng/rest-contract';
import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleX from 'lucide-solid/icons/circle-x';
import Send from 'lucide-solid/icons/send';
import { For, Show } from 'solid-js';
import { text } from '../../text/text.ts';
import { textFor } from '../../text/vocabulary.ts';
import { Badge, type IconComponent, type Tone } from '../../ui/badge.tsx';
import './hand-in.css';

const LOOK: Record<HandInItemResource['status'], { tone: Tone; icon: IconComponent }> = {
  sent: { tone: 'slate', icon: Send },
  received: { tone: 'green', icon: CircleCheck },
  rejected: { tone: 'red', icon: CircleX },
};

export function ItemStatus(props: { item: HandInItemResource }) {
  return (
    <span class="hand-in__status">
      <Badge tone={LOOK[props.item.status].tone} icon={LOOK[props.item.status].icon}>
        {text().handIn.itemStatus[props.item.status]}
      </Badge>
      <Show when={props.item.rejection}>
        {(reason) => <span class="hand-in__reason">{textFor(text().handIn.rejection, reason()) ?? reason()}</span>}
      </Show>
    </span>
  );
}

/** The files with their fingerprints: what was handed in can be compared byte for byte. */
export function ItemFiles(props: { item: HandInItemResource }) {
  return (
    <ul class="hand-in__files">
      <For each={props.item.files}>
        {(file) => (
          <li>
            {file.fileName}
            <code class="hand-in__print" title={file.sha256}>
              {text().handIn.fingerprint} {file.sha256.slice(0, 16)}…
            </code>
          </li>
        )}
      </For>
    </ul>
  );
}
