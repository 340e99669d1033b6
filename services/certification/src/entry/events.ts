import type { Transaction } from '@licheng/database';
import type { EventHandlers } from '@licheng/messaging';
import { openCase } from '../application/open-case.ts';
import type { Cases, Copies } from '../application/ports.ts';

function required(time: Date | undefined): Date {
  if (time === undefined) throw new Error('the fact has no time');
  return time;
}

/** `casesIn` and `copiesIn`: what belongs to an institution, inside the consumer's transaction. */
export function factHandlers(
  casesIn: (tx: Transaction, institutionId: string) => Cases,
  copiesIn: (tx: Transaction, institutionId: string) => Copies,
): EventHandlers<'certification.facts'> {
  return {
    'outcome.submitted.v1': ({ data }, commit) =>
      commit((tx) => openCase(casesIn(tx, data.institutionId), { ...data, submittedAt: required(data.submittedAt) })),

    'course.assigned.v1': ({ data }, commit) => commit((tx) => copiesIn(tx, data.institutionId).assignTeachers(data)),

    'calendar.window.set.v1': async ({ data }, commit) => {
      // The other operations are enforced elsewhere.
      if (data.operation !== 'certify') return;
      const window = { ...data, opensAt: required(data.opensAt), closesAt: required(data.closesAt) };
      await commit((tx) => copiesIn(tx, data.institutionId).setWindow(window));
    },

    'identity.person.created.v1': ({ data }, commit) =>
      commit((tx) => copiesIn(tx, data.institutionId).rememberPerson(data)),
  };
}
