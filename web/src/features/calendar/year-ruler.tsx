import { OPERATIONS, type Operation } from '@licheng/portfolio-rules';
import { createEffect, createSignal, For, type JSX, Show } from 'solid-js';
import { text } from '../../text/text.ts';
import './year-ruler.css';

interface Period {
  operation: Operation;
  opensAt: string;
  closesAt: string;
}

const TAIPEI_OFFSET_MS = 8 * 3_600_000;
/** More month names than this do not fit beside each other. */
const MOST_MARKS = 7;

/** The first instant of a month in Taipei, `months` after the one that holds `at`. */
function monthStart(at: number, months = 0): number {
  const local = new Date(at + TAIPEI_OFFSET_MS);
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1) - TAIPEI_OFFSET_MS;
}

function monthName(at: number, first: boolean): string {
  const local = new Date(at + TAIPEI_OFFSET_MS);
  const month = String(local.getUTCMonth() + 1).padStart(2, '0');
  return first || local.getUTCMonth() === 0 ? `${local.getUTCFullYear()}/${month}` : month;
}

/**
 * The windows of a year as bars on one line of time, and where today stands. A picture only: the table beside it says the same,
 * so it is hidden from screen readers.
 */
export function YearRuler(props: { periods: readonly Period[]; now: number }) {
  const begin = () => monthStart(Math.min(...props.periods.map(({ opensAt }) => Date.parse(opensAt)), props.now));
  const end = () => monthStart(Math.max(...props.periods.map(({ closesAt }) => Date.parse(closesAt)), props.now), 1);
  const share = (at: number) => ((at - begin()) / (end() - begin())) * 100;
  const marks = () => {
    const months: number[] = [];
    for (let at = begin(); at < end(); at = monthStart(at, 1)) months.push(at);
    const step = Math.ceil(months.length / MOST_MARKS);
    return months.filter((_, index) => index % step === 0);
  };
  const periodOf = (operation: Operation) => props.periods.find((period) => period.operation === operation);

  return (
    <div class="ruler" aria-hidden="true">
      <div class="ruler__row">
        <span />
        <div class="ruler__line">
          <For each={marks()}>
            {(at, index) => (
              <Placed class="ruler__mark numeric" from={share(at)}>
                {monthName(at, index() === 0)}
              </Placed>
            )}
          </For>
        </div>
      </div>
      <For each={OPERATIONS}>
        {(operation) => (
          <div class="ruler__row">
            <span class="ruler__name">{text().window.operation[operation]}</span>
            <div class="ruler__line ruler__line--bar">
              <Show when={periodOf(operation)}>
                {(period) => (
                  <Placed
                    class="ruler__bar"
                    from={share(Date.parse(period().opensAt))}
                    to={share(Date.parse(period().closesAt))}
                  />
                )}
              </Show>
              <Placed class="ruler__today" from={share(props.now)} />
            </div>
          </div>
        )}
      </For>
    </div>
  );
}

/** Set through the object model: the content security policy allows no style attributes. */
function Placed(props: { class: string; from: number; to?: number; children?: JSX.Element }) {
  const [element, setElement] = createSignal<HTMLElement>();
  createEffect(() => {
    element()?.style.setProperty('left', `${props.from}%`);
    if (props.to !== undefined) element()?.style.setProperty('width', `${Math.max(props.to - props.from, 0.5)}%`);
  });
  return (
    <span class={props.class} ref={setElement}>
      {props.children}
    </span>
  );
}
