import { LichengError } from '@licheng/portfolio-rules';
import { INITIAL_STATUS, transition } from '../domain/case-status.ts';
import { type Submission, isLater } from '../domain/certification-case.ts';
import type { Cases } from './ports.ts';

/**
 * Opens a case for a submitted version, or a new round of the one there is. Older and repeated submissions change
 * nothing.
 * @throws LichengError `transition_not_allowed` when what was submitted is decided for good: the two contexts disagree.
 */
export async function openCase(cases: Cases, submission: Submission): Promise<void> {
  const present = (await cases.find(submission.outcomeId, null))?.case ?? null;
  if (present !== null && !isLater(submission, present)) return;
  const next =
    present === null
      ? { ok: true as const, status: INITIAL_STATUS }
      : transition(present.status, 'open', present.pending !== null);
  if (!next.ok) throw new LichengError('transition_not_allowed', next.refusal);
  if (!(await cases.open(submission, next.status, present))) throw new LichengError('version_conflict');
}
