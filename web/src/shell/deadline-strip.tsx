import { A } from '@solidjs/router';
import Hourglass from 'lucide-solid/icons/hourglass';
import { createEffect, createMemo, For, Show } from 'solid-js';
import { homeQuery } from '../api/queries.ts';
import { useSignedIn } from '../api/signed-in.tsx';
import { watchQuery } from '../api/watch-query.ts';
import { createServerClock } from '../lib/server-clock.ts';
import { readStored, writeStored } from '../lib/storage.ts';
import { formatDateTime, timeLeft } from '../lib/taipei.ts';
import { paths } from '../paths.ts';
import { text } from '../text/text.ts';
import './deadline-strip.css';

/** 已上傳但尚未送出認證: work that would miss its deadline unnoticed stays in sight on every page. */
export function DeadlineStrip() {
  const session = useSignedIn();
  return (
    <Show when={session().person.role === 'student'}>
      <Strip />
    </Show>
  );
}

const SHOWN_KEY = 'licheng.deadline-shown';

function Strip() {
  // Its place is kept while the list is on its way, so that nothing jumps.
  const wasShown = readStored(SHOWN_KEY) !== null;
  const query = watchQuery(() => homeQuery());
  const now = createServerClock();
  const loaded = () => (query.isPending ? undefined : query.data);
  const submitWindows = () => loaded()?.windows.filter((window) => window.operation === 'submit' && window.open) ?? [];
  /** What can still be sent; only when there is none of it, what came too late. */
  const waiting = createMemo(() => {
    const unsent = loaded()?.todo.filter((item) => item.kind === 'unsent' || item.kind === 'file_rejected') ?? [];
    const years = new Set(submitWindows().map((window) => window.academicYear));
    const open = unsent.filter((item) => years.has(item.academicYear));
    return open.length > 0 ? open : unsent;
  });
  const courses = () => [...new Map(waiting().map((item) => [item.courseId, item])).values()];
  /** The first close among those that can still be sent. */
  const closesAt = () =>
    submitWindows()
      .filter((window) => waiting().some((item) => item.academicYear === window.academicYear))
      .map((window) => window.closesAt)
      .sort()[0];
  const left = (iso: string) => {
    const { unit, count } = timeLeft(now(), iso);
    return unit === 'over' ? text().timeLeft.over : text().timeLeft[unit](count);
  };
  createEffect(() => {
    if (loaded() !== undefined) writeStored(SHOWN_KEY, waiting().length > 0 ? 'yes' : null);
  });
  return (
    <Show
      when={waiting().length > 0}
      fallback={
        <Show when={query.isPending && wasShown}>
          <div class="deadline" />
        </Show>
      }
    >
      <aside class="deadline" aria-label={text().deadline.notSubmitted}>
        <Hourglass class="icon" aria-hidden="true" />
        <p class="deadline__words">
          <strong>
            {text().deadline.notSubmitted} <span class="numeric">{text().deadline.count(waiting().length)}</span>
          </strong>
          <Show when={closesAt()} fallback={<span>{text().deadline.noWindow}</span>}>
            {(iso) => (
              <span class="numeric">
                {text().deadline.until(formatDateTime(iso()))} · {left(iso())}
              </span>
            )}
          </Show>
        </p>
        <ul class="deadline__links">
          <For each={courses().slice(0, 2)}>
            {(course) => (
              <li>
                <A href={paths.outcomes(course.courseId)}>{text().deadline.go(course.subject)}</A>
              </li>
            )}
          </For>
        </ul>
      </aside>
    </Show>
  );
}
