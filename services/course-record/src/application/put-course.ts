import { LichengError } from '@licheng/portfolio-rules';
import type { AssignedCourse } from '../domain/facts.ts';
import type { Deps, EnrolmentDraft } from './ports.ts';

/**
 * Makes or updates a course; told only when something about it is new.
 * @throws LichengError `not_found` when the id is another institution's
 */
export async function putCourse(deps: Deps, institutionId: string, draft: AssignedCourse): Promise<void> {
  await deps.withRecords(institutionId, async (records) => {
    const stored = await records.courses.put(draft);
    if (stored === null) throw new LichengError('not_found');
    if (!stored.changed) return;
    await records.tell([{ kind: 'course_assigned', course: draft, version: stored.version }]);
  });
}

/** Makes or updates one student's place in a course. @throws LichengError `not_found` without such a course */
export async function putEnrolment(deps: Deps, institutionId: string, draft: EnrolmentDraft): Promise<void> {
  const known = await deps.withRecords(institutionId, (records) => records.courses.putEnrolment(draft));
  if (!known) throw new LichengError('not_found');
}
