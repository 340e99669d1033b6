import { LichengError, type OutcomeAction } from '@licheng/portfolio-rules';
import { allowedActions, submitBlockedBy } from '../domain/allowed-actions.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Moment, Records } from './ports.ts';

/** An outcome as its student sees it. */
export interface OutcomeView extends Outcome {
  allowedActions: OutcomeAction[];
  submitBlockedBy: string;
}

export function viewOf(outcome: Outcome, { windows, now }: Moment): OutcomeView {
  return {
    ...outcome,
    allowedActions: allowedActions(outcome, windows, now),
    submitBlockedBy: submitBlockedBy(outcome, windows, now),
  };
}

/** @throws LichengError `not_found` for anyone else's, a deleted one or none. */
export async function findOwn(
  records: Records,
  outcomeId: string,
  studentId: string,
): Promise<{ outcome: Outcome } & Moment> {
  const state = await records.outcomes.find(outcomeId, studentId);
  if (state === null) throw new LichengError('not_found');
  return state;
}

/** The view after a write, read back in the same transaction. */
export async function viewOwn(records: Records, outcomeId: string, studentId: string): Promise<OutcomeView> {
  const { outcome, ...moment } = await findOwn(records, outcomeId, studentId);
  return viewOf(outcome, moment);
}
