import { LichengError } from '@licheng/portfolio-rules';
import { type OutcomeView, viewOf, viewOwn } from './outcome-view.ts';
import type { Caller, CourseEntry, Deps, Moment } from './ports.ts';

/** @throws LichengError `not_found` when the student is not enrolled. */
export function listOutcomes(
  deps: Deps,
  caller: Caller,
  courseId: string,
): Promise<{ course: CourseEntry; outcomes: OutcomeView[] } & Moment> {
  return deps.withRecords(caller.institutionId, async (records) => {
    const found = await records.courses.find(courseId, caller.personId);
    if (found === null) throw new LichengError('not_found');
    const outcomes = await records.outcomes.listOfCourse(courseId, caller.personId);
    return { ...found, outcomes: outcomes.map((outcome) => viewOf(outcome, found)) };
  });
}

/** @throws LichengError `not_found` */
export function getOutcome(deps: Deps, caller: Caller, outcomeId: string): Promise<OutcomeView> {
  return deps.withRecords(caller.institutionId, (records) => viewOwn(records, outcomeId, caller.personId));
}
