import { requireFilesPassed, requireVersion } from '../domain/guards.ts';
import { requireTransition } from '../domain/outcome-status.ts';
import { requireOpen } from '../domain/windows.ts';
import { outcomeChanged } from '../domain/facts.ts';
import { findOwn, type OutcomeView, viewOf, viewOwn } from './outcome-view.ts';
import type { Caller, Deps } from './ports.ts';
import { repeatOnLostRace } from './repeat-on-lost-race.ts';

/**
 * 送出認證. The same version sent twice is one submission.
 * @throws LichengError `not_found`, `version_conflict`, `transition_not_allowed`, `window_closed`,
 *   `file_still_checking`, `file_rejected`
 */
export async function submitOutcome(
  deps: Deps,
  caller: Caller,
  command: { outcomeId: string; expectedVersion: number },
): Promise<OutcomeView> {
  const { outcomeId, expectedVersion } = command;
  const studentId = caller.personId;
  return repeatOnLostRace(() =>
    deps.withRecords(caller.institutionId, async (records) => {
      const { outcome, windows, now } = await findOwn(records, outcomeId, studentId);
      requireVersion(outcome, expectedVersion);
      if (outcome.status === 'under_certification') return viewOf(outcome, { windows, now });

      const { next } = requireTransition(outcome.status, 'submit');
      requireOpen(windows, 'submit', now);
      requireFilesPassed(outcome.files);
      await records.outcomes.submit(outcome, next, { fact: 'submitted', at: now, actorName: caller.name });
      await records.tell([
        { kind: 'outcome_submitted', outcome, submittedAt: now },
        outcomeChanged('submitted', { ...outcome, status: next }),
      ]);
      return viewOwn(records, outcomeId, studentId);
    }),
  );
}
