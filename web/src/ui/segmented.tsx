import { createUniqueId, For } from 'solid-js';
import './segmented.css';

/** One choice among few, all in sight. */
export function Segmented<T extends string | number>(props: {
  legend: string;
  choices: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}) {
  const name = createUniqueId();
  return (
    <div class="segmented" role="radiogroup" aria-label={props.legend}>
      <For each={props.choices}>
        {(choice) => (
          <label class="segmented__choice">
            <input
              type="radio"
              name={name}
              checked={choice.value === props.value}
              onChange={() => props.onChange(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        )}
      </For>
    </div>
  );
}
