import { A } from '@solidjs/router';
import { useQuery } from '@tanstack/solid-query';
import Hourglass from 'lucide-solid/icons/hourglass';
import { createEffect, For, Show } from 'solid-js';
import { coursesQuery } from '../api/queries.ts';
import { useSignedIn } from '../api/signed-in.tsx';
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
  // Its place is kept while the courses are on their way, so that nothing jumps.
  const wasShown = readStored(SHOWN_KEY) !== null;
  const query = useQuery(() => coursesQuery());
  const now = createServerClock();
  const loaded = () => (query.isPending ? undefined : query.data);
  const waiting = () => loaded()?.courses.filter((course) => course.awaitingSubmissionCount > 0) ?? [];
  const count = () => waiting().reduce((sum, course) => sum + course.awaitingSubmissionCount, 0);
  const submitWindow = () => loaded()?.windows.find((window) => window.operation === 'submit' && window.open);
  const left = (closesAt: string) => {
    const { unit, count: units } = timeLeft(now(), closesAt);
    return unit === 'over' ? text().timeLeft.over : text().timeLeft[unit](units);
  };
  createEffect(() => {
    if (loaded() !== undefined) writeStored(SHOWN_KEY, count() > 0 ? 'yes' : null);
  });
  return (
    <Show
      when={count() > 0}
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
            {text().deadline.notSubmitted} <span class="numeric">{text().deadline.count(count())}</span>
          </strong>
          <Show when={submitWindow()} fallback={<span>{text().deadline.noWindow}</span>}>
            {(window) => (
              <span class="numeric">
                {text().deadline.until(formatDateTime(window().closesAt))} · {left(window().closesAt)}
              </span>
            )}
          </Show>
        </p>
        <ul class="deadline__links">
          <For each={waiting().slice(0, 3)}>
            {(course) => (
              <li>
                <A href={paths.outcomes(course.id)}>{text().deadline.go(course.subject)}</A>
              </li>
            )}
          </For>
        </ul>
      </aside>
    </Show>
  );
}
