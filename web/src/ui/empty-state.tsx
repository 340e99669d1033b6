import { type JSX, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { IconComponent } from './badge.tsx';
import './empty-state.css';

/** Says why there is nothing and what to do about it. */
export function EmptyState(props: { icon: IconComponent; title: string; body: string; children?: JSX.Element }) {
  return (
    <div class="empty">
      <Dynamic component={props.icon} class="icon" aria-hidden="true" />
      <h2>{props.title}</h2>
      <p class="empty__body">{props.body}</p>
      <Show when={props.children}>{props.children}</Show>
    </div>
  );
}
