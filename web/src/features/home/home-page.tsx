import type { HomeResource } from '@licheng/rest-contract';
import { A } from '@solidjs/router';
import BookOpen from 'lucide-solid/icons/book-open';
import CircleCheck from 'lucide-solid/icons/circle-check';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { homeQuery } from '../../api/queries.ts';
import { useSignedIn } from '../../api/signed-in.tsx';
import { watchQuery } from '../../api/watch-query.ts';
import { CourseTable } from '../../lib/course-table/course-table.tsx';
import { Loaded } from '../../lib/loaded.tsx';
import { createServerClock } from '../../lib/server-clock.ts';
import { formatDate, formatDateTime } from '../../lib/taipei.ts';
import { WindowLines } from '../../lib/window-lines.tsx';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { TaskList } from './task-list.tsx';
import { tasksOf } from './todo.ts';
import './home-page.css';

/** In one look: what is left to do and by when, what waits for others, and this year's courses. */
export function HomePage() {
  const query = watchQuery(() => homeQuery());
  const session = useSignedIn();
  const now = createServerClock();
  const known = () => (query.isPending ? undefined : query.data);
  const tasks = createMemo(() => tasksOf(known()?.todo ?? []));
  const title = () => {
    if (known() === undefined) return text().home.tab;
    return tasks().nowCount > 0 ? text().home.todoCount(tasks().nowCount) : text().home.nothingTitle;
  };
  return (
    <Page
      title={title()}
      product={text().product.name}
      eyebrow={text().home.greeting(session().person.name)}
      lead={<span class="numeric">{text().home.serverTime(formatDateTime(new Date(now()).toISOString()))}</span>}
    >
      <Loaded query={query} rows={6}>
        {(data) => (
          <>
            <Show
              when={tasks().now.length > 0}
              fallback={
                <Show when={data().courses.length > 0}>
                  <p class="home__calm">
                    <CircleCheck class="icon" aria-hidden="true" />
                    {text().home.nothingBody}
                  </p>
                </Show>
              }
            >
              <TaskList label={text().home.todoList} tasks={tasks().now} windows={data().windows} now={now()} />
            </Show>
            <Show when={tasks().later.length > 0}>
              <section class="home__part">
                <h2>{text().home.laterTitle(tasks().laterCount)}</h2>
                <p class="soft">{text().home.laterBody}</p>
                <TaskList
                  label={text().home.laterTitle(tasks().laterCount)}
                  tasks={tasks().later}
                  windows={data().windows}
                  now={now()}
                  quiet
                />
              </section>
            </Show>
            <Show when={tasks().waiting.length > 0}>
              <Waiting items={tasks().waiting} />
            </Show>
            <Courses data={data()} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

const FEW = 3;

function Waiting(props: { items: HomeResource['todo'] }) {
  const [all, setAll] = createSignal(false);
  return (
    <section class="home__part">
      <h2>{text().home.waitingTitle(props.items.length)}</h2>
      <p class="soft">{text().home.waitingBody}</p>
      <ul class="home__waiting">
        <For each={all() ? props.items : props.items.slice(0, FEW)}>
          {(item) => (
            <li>
              <A href={paths.outcome(item.outcomeId)}>{item.fileName}</A>
              <span class="soft numeric">
                {item.subject} · {text().home.submittedOn(formatDate(item.since))}
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={!all() && props.items.length > FEW}>
        <Button look="plain" compact onClick={() => setAll(true)}>
          {text().home.showAll(props.items.length)}
        </Button>
      </Show>
    </section>
  );
}

function Courses(props: { data: HomeResource }) {
  const year = () => props.data.courses[0]?.academicYear ?? null;
  return (
    <Show
      when={year()}
      fallback={<EmptyState icon={BookOpen} title={text().course.emptyTitle} body={text().course.emptyBody} />}
    >
      {(academicYear) => (
        <section class="home__part">
          <div class="home__head">
            <h2>{text().home.coursesTitle(academicYear())}</h2>
            <A class="home__all" href={paths.courses}>
              {text().home.allCourses}
            </A>
          </div>
          <WindowLines
            windows={props.data.windows.filter((window) => window.academicYear === academicYear())}
            operations={['upload', 'submit', 'select']}
          />
          <CourseTable courses={props.data.courses} addPath={paths.addOutcomeFromHome} />
        </section>
      )}
    </Show>
  );
}
