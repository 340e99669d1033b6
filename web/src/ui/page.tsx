import { createEffect, type JSX, Show } from 'solid-js';
import './page.css';

/** Head and body of one screen; names the browser's tab after it. */
export function Page(props: {
  title: string;
  product: string;
  eyebrow?: string;
  lead?: JSX.Element;
  actions?: JSX.Element;
  children: JSX.Element;
}) {
  createEffect(() => {
    document.title = `${props.title} · ${props.product}`;
  });
  return (
    <div class="page">
      <header class="page__head">
        <div class="page__titles">
          <Show when={props.eyebrow}>
            <p class="page__eyebrow">{props.eyebrow}</p>
          </Show>
          <h1 tabindex="-1">{props.title}</h1>
          <Show when={props.lead}>
            <p class="page__lead">{props.lead}</p>
          </Show>
        </div>
        <Show when={props.actions}>
          <div class="page__actions">{props.actions}</div>
        </Show>
      </header>
      {props.children}
    </div>
  );
}
