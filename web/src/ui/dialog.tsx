import { createSignal, createUniqueId, type JSX, onCleanup, onMount, Show } from 'solid-js';
import type { IconComponent } from './badge.tsx';
import { Dynamic } from 'solid-js/web';
import './dialog.css';

export interface DialogProps {
  title: JSX.Element;
  /** Escape, and what the close buttons inside call. The owner takes the dialog out of the page. */
  onClose: () => void;
  sheet?: boolean;
  /** `alertdialog` for a question that must be answered. */
  alert?: boolean;
  mark?: { icon: IconComponent; tone: 'green' | 'amber' };
  children: JSX.Element;
}

/** The browser's own modal dialog: it traps focus and makes the page behind inert. Focus goes back on closing. */
export function Dialog(props: DialogProps) {
  const titleId = createUniqueId();
  const [element, setElement] = createSignal<HTMLDialogElement>();
  const opener = document.activeElement;

  onMount(() => element()?.showModal());
  onCleanup(() => {
    element()?.close();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  });

  return (
    <dialog
      ref={setElement}
      class="dialog"
      classList={{ 'dialog--sheet': props.sheet === true }}
      role={props.alert === true ? 'alertdialog' : undefined}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (event.target === event.currentTarget) props.onClose();
      }}
    >
      <div class="dialog__body">
        <Show when={props.mark}>
          {(mark) => (
            <div class={`dialog__mark dialog__mark--${mark().tone}`} aria-hidden="true">
              <Dynamic component={mark().icon} class="icon" />
            </div>
          )}
        </Show>
        <h2 class="dialog__title" id={titleId}>
          {props.title}
        </h2>
        {props.children}
      </div>
    </dialog>
  );
}

export function DialogButtons(props: { children: JSX.Element }) {
  return <div class="dialog__buttons">{props.children}</div>;
}
