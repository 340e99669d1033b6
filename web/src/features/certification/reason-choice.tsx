import { REFUSAL_REASONS, type RefusalReason } from '@licheng/portfolio-rules';
import { createUniqueId, For } from 'solid-js';
import { reviewText } from '../../text/review-text.ts';
import './reason-choice.css';

/** Why something is refused: one of the four kinds the student can act on. */
export function ReasonChoice(props: {
  value: RefusalReason | null;
  onChange: (reason: RefusalReason) => void;
  ref: (group: HTMLFieldSetElement) => void;
}) {
  const words = () => reviewText().certification;
  const name = createUniqueId();
  return (
    <fieldset class="reasons" ref={(group) => props.ref(group)}>
      <legend class="field__label">
        {words().reason}
        <span class="comment__need">{words().required}</span>
      </legend>
      <For each={REFUSAL_REASONS}>
        {(reason) => (
          <label class="reasons__choice">
            <input
              type="radio"
              name={name}
              value={reason}
              checked={props.value === reason}
              onChange={() => props.onChange(reason)}
            />
            <span>{words().reasons[reason]}</span>
          </label>
        )}
      </For>
    </fieldset>
  );
}

/** Moves to the chosen reason, or to the first. */
export function focusReason(group: HTMLFieldSetElement | undefined): void {
  const chosen = group?.querySelector<HTMLInputElement>('input:checked') ?? group?.querySelector('input');
  chosen?.focus();
}
