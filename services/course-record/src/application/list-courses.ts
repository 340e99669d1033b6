import type { Caller, CourseEntry, Deps, Moment } from './ports.ts';

/** 修課清單. The windows are those of the newest academic year the student has courses in. */
export function listCourses(deps: Deps, caller: Caller): Promise<{ courses: CourseEntry[] } & Moment> {
  return deps.withRecords(caller.institutionId, (records) => records.courses.list(caller.personId));
}
