import { createSignal, Show } from 'solid-js';
import { text } from '../../text/text.ts';
import './summary-text.css';

const SHOWN_CHARACTERS = 24;

/** The summary, shortened in the list as the manual shows it. */
export function SummaryText(props: { text: string }) {
  const [full, setFull] = createSignal(false);
  const characters = () => Array.from(props.text);
  const isLong = () => characters().length > SHOWN_CHARACTERS || props.text.includes('\n');
  const short = () => `${characters().slice(0, SHOWN_CHARACTERS).join('').split('\n')[0] ?? ''}…`;
  return (
    <span class="summary">
      <span class="summary__words">{isLong() && !full() ? short() : props.text}</span>
      <Show when={isLong()}>
        <button type="button" class="summary__more" aria-expanded={full()} onClick={() => setFull(!full())}>
          {full() ? text().common.readLess : text().common.readMore}
        </button>
      </Show>
    </span>
  );
}
