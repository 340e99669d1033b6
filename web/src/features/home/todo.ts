import type { HomeResource, WindowResource } from '@licheng/rest-contract';
import { formatDateTime, timeLeft } from '../../lib/taipei.ts';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';

type TodoItem = HomeResource['todo'][number];
export type TodoKind = TodoItem['kind'];

/** One line of the list: an outcome, or everything of a year that only waits to be selected. */
export interface Task {
  id: string;
  kind: TodoKind;
  items: TodoItem[];
  first: TodoItem;
}

export interface HomeTasks {
  /** Can be done now. */
  now: Task[];
  nowCount: number;
  /** Its window is not open yet, or not any more. */
  later: Task[];
  laterCount: number;
  /** Somebody else's turn. */
  waiting: TodoItem[];
}

/** Which kinds wait for somebody else. */
const OTHERS_TURN = {
  file_rejected: false,
  unsent: false,
  refused: false,
  under_certification: true,
  certified_not_selected: false,
} as const satisfies Record<TodoKind, boolean>;

/** Keeps the server's order, the most urgent first. */
export function tasksOf(todo: readonly TodoItem[]): HomeTasks {
  const own = todo.filter((item) => !OTHERS_TURN[item.kind]);
  const open = own.filter((item) => item.windowOpen);
  const shut = own.filter((item) => !item.windowOpen);
  return {
    now: grouped(open),
    nowCount: open.length,
    later: grouped(shut),
    laterCount: shut.length,
    waiting: todo.filter((item) => OTHERS_TURN[item.kind]),
  };
}

function grouped(items: readonly TodoItem[]): Task[] {
  const tasks = new Map<string, Task>();
  for (const item of items) {
    const id = item.kind === 'certified_not_selected' ? `selection-${item.academicYear}` : item.outcomeId;
    const task = tasks.get(id);
    if (task === undefined) tasks.set(id, { id, kind: item.kind, items: [item], first: item });
    else task.items.push(item);
  }
  return [...tasks.values()];
}

/** Where the one button of a task leads. */
const DESTINATION = {
  file_rejected: (item) => paths.editOutcome(item.courseId, item.outcomeId),
  unsent: (item) => paths.outcome(item.outcomeId),
  refused: (item) => paths.outcome(item.outcomeId),
  under_certification: (item) => paths.outcome(item.outcomeId),
  certified_not_selected: () => paths.selection,
} as const satisfies Record<TodoKind, (item: TodoItem) => string>;

export function destinationOf({ first }: Task): string {
  return DESTINATION[first.kind](first);
}

const SOON_MS = 48 * 3600 * 1000;

export interface Deadline {
  words: string;
  /** Empty when time does not run out. */
  left: string;
  soon: boolean;
}

export function deadlineOf(item: TodoItem, windows: readonly WindowResource[], nowMs: number): Deadline {
  const words = text().home;
  const name = text().window.operation[item.operation];
  if (item.closesAt === null) return { words: words.noWindow(name), left: '', soon: false };
  const closesAt = formatDateTime(item.closesAt);
  if (item.windowOpen) {
    const { unit, count } = timeLeft(nowMs, item.closesAt);
    return {
      words: words.due(name, closesAt),
      left: unit === 'over' ? text().timeLeft.over : text().timeLeft[unit](count),
      soon: new Date(item.closesAt).getTime() - nowMs < SOON_MS,
    };
  }
  const window = windows.find(
    (candidate) => candidate.operation === item.operation && candidate.academicYear === item.academicYear,
  );
  if (window !== undefined && nowMs < new Date(window.opensAt).getTime()) {
    return { words: words.opens(name, formatDateTime(window.opensAt)), left: '', soon: false };
  }
  return { words: words.over(name, closesAt), left: '', soon: false };
}
