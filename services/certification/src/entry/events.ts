import type { Transaction } from '@licheng/database';
import type { EventHandlers } from '@licheng/messaging';
import { openCase } from '../application/open-case.ts';
import type { Cases } from '../application/ports.ts';

function required(time: Date | undefined): Date {
  if (time === undefined) throw new Error('the fact has no time');
  return time;
}

/** `casesIn`: the cases of an institution inside the consumer's transaction. */
export function factHandlers(
  casesIn: (tx: Transaction, institutionId: string) => Cases,
): EventHandlers<'certification.facts'> {
  return {
    'outcome.submitted.v1': ({ data }, commit) =>
      commit((tx) => openCase(casesIn(tx, data.institutionId), { ...data, submittedAt: required(data.submittedAt) })),

    'course.assigned.v1': ({ data }, commit) => commit((tx) => casesIn(tx, data.institutionId).assignTeachers(data)),

    'calendar.window.set.v1': async ({ data }, commit) => {
      // The other operations are enforced elsewhere.
      if (data.operation !== 'certify') return;
      const window = { ...data, opensAt: required(data.opensAt), closesAt: required(data.closesAt) };
      await commit((tx) => casesIn(tx, data.institutionId).setWindow(window));
    },
  };
}
