import { createHash, randomUUID } from 'node:crypto';
import { requireFilesPassed, requireVersion } from '../domain/guards.ts';
import { requireTransition } from '../domain/outcome-status.ts';
import { receiptOf } from '../domain/receipt.ts';
import { requireOpen } from '../domain/windows.ts';
import { outcomeChanged } from '../domain/facts.ts';
import { findOwn, type OutcomeView, viewOf, viewOwn } from './outcome-view.ts';
import type { Caller, Deps } from './ports.ts';
import { repeatOnLostRace } from './repeat-on-lost-race.ts';

export interface SubmitOutcome {
  outcomeId: string;
  expectedVersion: number;
}

/**
 * 送出認證. The same version sent twice is one submission. Its signed receipt commits with it: whoever is told of a submission
 * can prove it.
 * @throws LichengError `not_found`, `version_conflict`, `transition_not_allowed`, `window_closed`,
 *   `file_still_checking`, `file_rejected`
 */
export async function submitOutcome(deps: Deps, caller: Caller, command: SubmitOutcome): Promise<OutcomeView> {
  const { outcomeId, expectedVersion } = command;
  const { personId: studentId, institutionId, institutionName } = caller;
  await deps.receipts.ready();
  return repeatOnLostRace(() =>
    deps.withRecords(institutionId, async (records) => {
      const { outcome, windows, now } = await findOwn(records, outcomeId, studentId);
      requireVersion(outcome, expectedVersion);
      if (outcome.status === 'under_certification') return viewOf(outcome, { windows, now });

      const { next } = requireTransition(outcome.status, 'submit');
      requireOpen(windows, 'submit', now);
      requireFilesPassed(outcome.files);
      const receipt = await deps.receipts.sign(
        receiptOf(outcome, {
          receiptId: randomUUID(),
          institutionId,
          institutionName,
          summarySha256: createHash('sha256').update(outcome.summary, 'utf8').digest('hex'),
          submittedAt: now,
        }),
      );
      await records.outcomes.submit(outcome, next, { fact: 'submitted', at: now, actorName: caller.name }, receipt);
      await records.tell([
        { kind: 'outcome_submitted', outcome, submittedAt: now },
        outcomeChanged('submitted', { ...outcome, status: next }),
      ]);
      return viewOwn(records, outcomeId, studentId);
    }),
  );
}
