import { outcomeChanged } from '../domain/facts.ts';
import { findOwn, type OutcomeView, viewOf } from './outcome-view.ts';
import type { Caller, Deps } from './ports.ts';

/**
 * Takes a deletion back, as long as DeleteOutcome promised; what is not deleted is returned as it is. A window that has
 * closed meanwhile is no obstacle: nothing new comes into the record.
 * @throws LichengError `not_found` afterwards
 */
export function restoreOutcome(deps: Deps, caller: Caller, outcomeId: string): Promise<OutcomeView> {
  const studentId = caller.personId;
  return deps.withRecords(caller.institutionId, async (records) => {
    const restored = await records.outcomes.restore(outcomeId, studentId, caller.name);
    const { outcome, ...moment } = await findOwn(records, outcomeId, studentId);
    if (restored) await records.tell([outcomeChanged('restored', outcome)]);
    return viewOf(outcome, moment);
  });
}
