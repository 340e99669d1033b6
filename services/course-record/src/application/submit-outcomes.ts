import { LichengError } from '@licheng/portfolio-rules';
import type { OutcomeView } from './outcome-view.ts';
import type { Caller, Deps } from './ports.ts';
import { type SubmitOutcome, submitOutcome } from './submit-outcome.ts';

const MAX_SUBMISSIONS = 50;

export interface SubmitResult {
  outcomeId: string;
  answer: OutcomeView | LichengError;
}

/**
 * 送出認證 of several: each in a transaction of its own, so that one refusal stops none of the others. Once the database is
 * away the rest is not tried: what was submitted stays so, and the same call again submits what is missing.
 * @throws LichengError `invalid_request` for more than MAX_SUBMISSIONS or none
 */
export async function submitOutcomes(
  deps: Deps,
  caller: Caller,
  items: readonly SubmitOutcome[],
): Promise<SubmitResult[]> {
  if (items.length === 0 || items.length > MAX_SUBMISSIONS) {
    throw new LichengError('invalid_request', { field: 'items', limit: MAX_SUBMISSIONS });
  }
  const results: SubmitResult[] = [];
  let away: LichengError | null = null;
  for (const item of items) {
    const answer: OutcomeView | LichengError = away ?? (await refusalOr(submitOutcome(deps, caller, item)));
    if (answer instanceof LichengError && answer.code === 'service_unavailable') away = answer;
    results.push({ outcomeId: item.outcomeId, answer });
  }
  return results;
}

async function refusalOr<T>(work: Promise<T>): Promise<T | LichengError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof LichengError) return error;
    throw error;
  }
}
