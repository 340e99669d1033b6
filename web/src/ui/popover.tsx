import { createSignal, createUniqueId, type JSX, onCleanup, Show } from 'solid-js';
import './popover.css';

/** A button that opens a small panel under itself; Escape or a click elsewhere closes it and focus goes back. */
export function Popover(props: {
  label: string;
  button: JSX.Element;
  align?: 'end';
  children: (close: () => void) => JSX.Element;
}) {
  const panelId = createUniqueId();
  const [open, setOpen] = createSignal(false);
  const [root, setRoot] = createSignal<HTMLDivElement>();
  const [trigger, setTrigger] = createSignal<HTMLButtonElement>();

  const close = () => {
    if (!open()) return;
    const hadFocus = root()?.contains(document.activeElement) === true;
    setOpen(false);
    if (hadFocus) trigger()?.focus();
  };
  const closeFromOutside = (event: Event) => {
    if (event.target instanceof Node && root()?.contains(event.target) !== true) close();
  };
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
  };
  document.addEventListener('pointerdown', closeFromOutside);
  document.addEventListener('focusin', closeFromOutside);
  document.addEventListener('keydown', closeOnEscape);
  onCleanup(() => {
    document.removeEventListener('pointerdown', closeFromOutside);
    document.removeEventListener('focusin', closeFromOutside);
    document.removeEventListener('keydown', closeOnEscape);
  });

  return (
    <div class="popover" ref={setRoot}>
      <button
        type="button"
        class="popover__trigger"
        ref={setTrigger}
        aria-expanded={open()}
        aria-controls={panelId}
        onClick={() => setOpen(!open())}
      >
        <span class="visually-hidden">{props.label}</span>
        {props.button}
      </button>
      <Show when={open()}>
        <div class="popover__panel" id={panelId} role="group" aria-label={props.label}>
          {props.children(close)}
        </div>
      </Show>
    </div>
  );
}
