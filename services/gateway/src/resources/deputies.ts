import type { Deputy, ListDeputiesResponse } from '@licheng/contracts/certification';
import type { Role } from '@licheng/portfolio-rules';
import type { DeputyListResource, DeputyResource } from '@licheng/rest-contract';
import { instant, instantOrNull, present } from './instants.ts';
import { textOrNull } from './text.ts';

export function toDeputy(message: Deputy | undefined): DeputyResource {
  const one = present(message);
  return {
    id: one.id,
    teacher: { id: one.teacherId, name: one.teacherName },
    deputy: { id: one.deputyId, name: one.deputyName },
    course: one.courseId === '' ? null : { id: one.courseId, subject: one.subject },
    firstDay: one.firstDay,
    lastDay: one.lastDay,
    appointedByName: one.appointedByName,
    appointedAt: instant(one.appointedAt),
    endedAt: instantOrNull(one.endedAt),
    endedByName: textOrNull(one.endedByName),
    active: one.active,
  };
}

export const toDeputyList = ({ deputies, people, courses }: ListDeputiesResponse): DeputyListResource => ({
  deputies: deputies.map(toDeputy),
  people: people.map(({ id, name, role }) => ({ id, name, role: role as Role })),
  courses: courses.map(({ courseId, ...course }) => ({ id: courseId, ...course })),
});
