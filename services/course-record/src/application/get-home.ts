import { type TodoItem, todoOf } from '../domain/todo.ts';
import type { Caller, CourseEntry, Deps, Moment } from './ports.ts';

/** What the student still has to do, the most urgent first, and the newest year's courses and windows. */
export async function getHome(
  deps: Deps,
  caller: Caller,
): Promise<{ todo: TodoItem[]; courses: CourseEntry[] } & Moment> {
  const facts = await deps.withRecords(caller.institutionId, (records) => records.courses.home(caller.personId));
  const { courses, windows, now, newestYear, pending, selectedByYear, selectionLimit } = facts;
  const full = selectedByYear.filter(({ selectedCount }) => selectedCount >= selectionLimit);
  const fullYears = new Set(full.map(({ academicYear }) => academicYear));
  return {
    todo: todoOf(pending, { windows, now, newestYear, fullYears }),
    courses,
    windows: windows.filter(({ academicYear }) => academicYear === newestYear),
    now,
  };
}
