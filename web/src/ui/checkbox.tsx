import { createEffect, createSignal, type JSX } from 'solid-js';
import './checkbox.css';

/** The browser's own checkbox on a 44 px target. `mixed` says that only some of what it stands for is chosen. */
export function Checkbox(props: {
  checked: boolean;
  mixed?: boolean;
  disabled?: boolean;
  /** Said but not shown where the row beside it says it already. */
  labelHidden?: boolean;
  onChange: (checked: boolean) => void;
  children: JSX.Element;
}) {
  const [input, setInput] = createSignal<HTMLInputElement>();
  createEffect(() => {
    const element = input();
    if (element === undefined) return;
    element.checked = props.checked;
    element.indeterminate = props.mixed === true;
  });
  return (
    <label class="checkbox">
      <input
        type="checkbox"
        class="checkbox__box"
        ref={setInput}
        disabled={props.disabled === true}
        onChange={(event) => {
          props.onChange(event.currentTarget.checked);
          // What is shown is what the owner says, even when it did not take the change.
          event.currentTarget.checked = props.checked;
        }}
      />
      <span classList={{ 'visually-hidden': props.labelHidden === true }}>{props.children}</span>
    </label>
  );
}
