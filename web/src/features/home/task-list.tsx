import type { WindowResource } from '@licheng/rest-contract';
import { A } from '@solidjs/router';
import CircleAlert from 'lucide-solid/icons/circle-alert';
import CircleDashed from 'lucide-solid/icons/circle-dashed';
import Hourglass from 'lucide-solid/icons/hourglass';
import ListChecks from 'lucide-solid/icons/list-checks';
import Undo2 from 'lucide-solid/icons/undo-2';
import { createSignal, For, Show } from 'solid-js';
import { text } from '../../text/text.ts';
import { Badge, type IconComponent, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { type Deadline, deadlineOf, destinationOf, type Task, type TodoKind } from './todo.ts';

const LOOK: Record<TodoKind, { tone: Tone; icon: IconComponent }> = {
  file_rejected: { tone: 'red', icon: CircleAlert },
  unsent: { tone: 'slate', icon: CircleDashed },
  refused: { tone: 'red', icon: Undo2 },
  under_certification: { tone: 'amber', icon: Hourglass },
  certified_not_selected: { tone: 'green', icon: ListChecks },
};

const SHOWN = 6;

/** Each with its deadline and one button; `quiet` for what cannot be done now. */
export function TaskList(props: {
  label: string;
  tasks: readonly Task[];
  windows: readonly WindowResource[];
  now: number;
  quiet?: boolean;
}) {
  const [all, setAll] = createSignal(false);
  return (
    <>
      <ol class="tasks" aria-label={props.label}>
        <For each={all() ? props.tasks : props.tasks.slice(0, SHOWN)}>
          {(task, index) => (
            <TaskRow
              task={task}
              deadline={deadlineOf(task.first, props.windows, props.now)}
              quiet={props.quiet === true}
              primary={props.quiet !== true && index() === 0}
            />
          )}
        </For>
      </ol>
      <Show when={!all() && props.tasks.length > SHOWN}>
        <div>
          <Button onClick={() => setAll(true)}>{text().home.showAll(props.tasks.length)}</Button>
        </div>
      </Show>
    </>
  );
}

function TaskRow(props: { task: Task; deadline: Deadline; quiet: boolean; primary: boolean }) {
  const kind = () => props.task.kind;
  const many = () => props.task.items.length > 1;
  const title = () =>
    many()
      ? text().home.certifiedInYear(props.task.items.length, props.task.first.academicYear)
      : props.task.first.fileName;
  const about = () =>
    many() ? [...new Set(props.task.items.map((item) => item.subject))].join(' · ') : props.task.first.subject;
  const titleId = () => `task-${props.task.id}`;
  return (
    <li class="tasks__item">
      <div class="tasks__words">
        <Badge tone={LOOK[kind()].tone} icon={LOOK[kind()].icon}>
          {text().home.kind[kind()]}
        </Badge>
        <p class="tasks__title" id={titleId()}>
          {title()}
          <span class="tasks__subject">{about()}</span>
        </p>
        <p class="tasks__due numeric" classList={{ 'tasks__due--soon': props.deadline.soon }}>
          {props.deadline.words}
          <Show when={props.deadline.left !== ''}>
            <strong class="tasks__left">{props.deadline.left}</strong>
          </Show>
        </p>
      </div>
      <A
        class="button tasks__go"
        classList={{ 'button--primary': props.primary }}
        href={destinationOf(props.task)}
        aria-describedby={titleId()}
      >
        {props.quiet ? text().home.view : text().home.action[kind()]}
      </A>
    </li>
  );
}
