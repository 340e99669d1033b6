import { requireNotInHandIn, requireSelectionRoom } from '../domain/guards.ts';
import { requireTransition } from '../domain/outcome-status.ts';
import { requireOpen } from '../domain/windows.ts';
import { outcomeChanged } from '../domain/facts.ts';
import { findOwn, type OutcomeView, viewOf, viewOwn } from './outcome-view.ts';
import type { Caller, Deps } from './ports.ts';
import { repeatOnLostRace } from './repeat-on-lost-race.ts';

/**
 * 勾選. Choosing a chosen one changes nothing.
 * @throws LichengError `not_found`, `transition_not_allowed`, `window_closed`, `selection_limit_reached`
 */
export async function selectOutcome(deps: Deps, caller: Caller, outcomeId: string): Promise<OutcomeView> {
  const studentId = caller.personId;
  return repeatOnLostRace(() =>
    deps.withRecords(caller.institutionId, async (records) => {
      // One at a time per student, so that the count below cannot be overtaken.
      await records.outcomes.lockSelection(studentId);
      const { outcome, windows, now } = await findOwn(records, outcomeId, studentId);
      requireTransition(outcome.status, 'select');
      if (outcome.selectedAt !== null) return viewOf(outcome, { windows, now });
      requireOpen(windows, 'select', now);
      const { selectedCount, limit } = await records.outcomes.selection(studentId, outcome.academicYear);
      requireSelectionRoom(selectedCount, limit);

      await records.outcomes.select(outcome, { fact: 'selected', at: now, actorName: caller.name });
      await records.tell([outcomeChanged('selected', outcome)]);
      return viewOwn(records, outcomeId, studentId);
    }),
  );
}

/**
 * Takes a chosen outcome back, as long as no hand-in holds it.
 * @throws LichengError `not_found`, `transition_not_allowed`, `window_closed`
 */
export async function unselectOutcome(deps: Deps, caller: Caller, outcomeId: string): Promise<OutcomeView> {
  const studentId = caller.personId;
  return repeatOnLostRace(() =>
    deps.withRecords(caller.institutionId, async (records) => {
      const { outcome, windows, now } = await findOwn(records, outcomeId, studentId);
      requireTransition(outcome.status, 'unselect');
      requireNotInHandIn(outcome, 'unselect');
      if (outcome.selectedAt === null) return viewOf(outcome, { windows, now });
      requireOpen(windows, 'select', now);

      await records.outcomes.unselect(outcome, { fact: 'unselected', at: now, actorName: caller.name });
      await records.tell([outcomeChanged('unselected', outcome)]);
      return viewOwn(records, outcomeId, studentId);
    }),
  );
}
