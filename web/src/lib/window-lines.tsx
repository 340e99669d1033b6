import type { Operation } from '@licheng/portfolio-rules';
import type { WindowResource } from '@licheng/rest-contract';
import CalendarClock from 'lucide-solid/icons/calendar-clock';
import { For } from 'solid-js';
import { createServerClock } from './server-clock.ts';
import { formatDateTime } from './taipei.ts';
import { text } from '../text/text.ts';
import './window-lines.css';

/** Until when each operation that matters on this page is open. */
export function WindowLines(props: { windows: readonly WindowResource[]; operations: readonly Operation[] }) {
  const now = createServerClock();
  const words = (operation: Operation) => {
    const name = text().window.operation[operation];
    const ofOperation = props.windows.filter((window) => window.operation === operation);
    const window = ofOperation.find(({ open }) => open) ?? ofOperation[0];
    if (window === undefined) return text().window.none(name);
    if (window.open) return text().window.openUntil(name, formatDateTime(window.closesAt));
    return new Date(window.opensAt).getTime() > now()
      ? text().window.opensAt(name, formatDateTime(window.opensAt))
      : text().window.closedAt(name, formatDateTime(window.closesAt));
  };
  return (
    <ul class="windows">
      <For each={props.operations}>
        {(operation) => (
          <li class="windows__item numeric">
            <CalendarClock class="icon" aria-hidden="true" />
            {words(operation)}
          </li>
        )}
      </For>
    </ul>
  );
}
