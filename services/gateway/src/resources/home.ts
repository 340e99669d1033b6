import type { GetHomeResponse, TodoItem } from '@licheng/contracts/course-record';
import type { Operation } from '@licheng/portfolio-rules';
import type { HomeResource, TodoKind } from '@licheng/rest-contract';
import { toCourse, toWindow } from './courses.ts';
import { instant, instantOrNull } from './instants.ts';

const toTodo = ({ kind, since, operation, closesAt, ...item }: TodoItem): HomeResource['todo'][number] => ({
  ...item,
  kind: kind as TodoKind,
  operation: operation as Operation,
  since: instant(since),
  closesAt: instantOrNull(closesAt),
});

export const toHome = ({ serverTime, todo, courses, windows }: GetHomeResponse): HomeResource => ({
  serverTime: instant(serverTime),
  todo: todo.map(toTodo),
  courses: courses.map(toCourse),
  windows: windows.map(toWindow),
});
