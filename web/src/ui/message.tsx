import CircleAlert from 'lucide-solid/icons/circle-alert';
import CircleCheck from 'lucide-solid/icons/circle-check';
import Info from 'lucide-solid/icons/info';
import { type JSX, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Tone } from './badge.tsx';
import './message.css';

const ICONS = { red: CircleAlert, amber: CircleAlert, green: CircleCheck, slate: Info } as const;

/** A sentence or two about what happened and what to do. `urgent` ones are read out at once. */
export function Message(props: {
  tone: Tone;
  title: JSX.Element;
  body?: JSX.Element;
  actions?: JSX.Element;
  urgent?: boolean;
}) {
  return (
    <div class={`message message--${props.tone}`} role={props.urgent === true ? 'alert' : undefined}>
      <Dynamic component={ICONS[props.tone]} class="icon" aria-hidden="true" />
      <p class="message__title">{props.title}</p>
      <Show when={props.body}>
        <p class="message__body">{props.body}</p>
      </Show>
      <Show when={props.actions}>
        <div class="message__actions">{props.actions}</div>
      </Show>
    </div>
  );
}
