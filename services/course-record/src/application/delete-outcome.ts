import { LichengError } from '@licheng/portfolio-rules';
import { requireVersion } from '../domain/guards.ts';
import { restorableUntil } from '../domain/deletion.ts';
import { requireTransition } from '../domain/outcome-status.ts';
import { requireOpen } from '../domain/windows.ts';
import { outcomeChanged } from '../domain/facts.ts';
import type { Caller, Deps } from './ports.ts';
import { repeatOnLostRace } from './repeat-on-lost-race.ts';

/**
 * 刪除: the outcome leaves every list; its versions and history stay in the database. The same deletion twice is one.
 * @returns until when it can be taken back
 * @throws LichengError `not_found`, `version_conflict`, `transition_not_allowed`, `window_closed`
 */
export async function deleteOutcome(
  deps: Deps,
  caller: Caller,
  command: { outcomeId: string; expectedVersion: number },
): Promise<Date> {
  const { outcomeId, expectedVersion } = command;
  const studentId = caller.personId;
  return repeatOnLostRace(() =>
    deps.withRecords(caller.institutionId, async (records) => {
      const state = await records.outcomes.find(outcomeId, studentId);
      if (state === null) {
        const deletedAt = await records.outcomes.deletedAt(outcomeId, studentId, expectedVersion);
        if (deletedAt === null) throw new LichengError('not_found');
        return restorableUntil(deletedAt);
      }
      const { outcome, windows, now } = state;
      requireVersion(outcome, expectedVersion);
      requireTransition(outcome.status, 'delete');
      requireOpen(windows, 'upload', now);
      await records.outcomes.remove(outcome, { fact: 'deleted', at: now, actorName: caller.name });
      await records.tell([outcomeChanged('deleted', outcome)]);
      return restorableUntil(now);
    }),
  );
}
