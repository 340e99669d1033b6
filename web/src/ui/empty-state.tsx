import { type JSX, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { IconComponent } from './badge.tsx';
import './empty-state.css';

/** Says why there is nothing and what to do about it. `level` 1 where it is all there is on the page. */
export function EmptyState(props: {
  icon: IconComponent;
  title: string;
  body: string;
  level?: 1 | 2;
  children?: JSX.Element;
}) {
  return (
    <div class="empty">
      <Dynamic component={props.icon} class="icon" aria-hidden="true" />
      <Dynamic component={props.level === 1 ? 'h1' : 'h2'} class="empty__title">
        {props.title}
      </Dynamic>
      <p class="empty__body">{props.body}</p>
      <Show when={props.children}>{props.children}</Show>
    </div>
  );
}
