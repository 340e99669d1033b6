import { type OutcomeView, viewOf } from './outcome-view.ts';
import type { Caller, Deps, Moment } from './ports.ts';

/** Certified outcomes of one academic year, chosen or not; year 0 is the newest the student has courses in. */
export function listSelectable(
  deps: Deps,
  caller: Caller,
  wantedYear: number,
): Promise<{ outcomes: OutcomeView[]; limit: number; academicYears: number[] } & Moment> {
  const studentId = caller.personId;
  return deps.withRecords(caller.institutionId, async ({ outcomes }) => {
    const academicYears = await outcomes.academicYears(studentId);
    const year = wantedYear === 0 ? (academicYears[0] ?? 0) : wantedYear;
    const moment = await outcomes.windows(year);
    const { limit } = await outcomes.selection(studentId, year);
    const selectable = await outcomes.listSelectable(studentId, year);
    return { ...moment, academicYears, limit, outcomes: selectable.map((outcome) => viewOf(outcome, moment)) };
  });
}
