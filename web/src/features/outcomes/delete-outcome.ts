import type { OutcomeResource } from '@licheng/rest-contract';
import { ApiProblem } from '../../api/api-problem.ts';
import { api } from '../../api/endpoints.ts';
import { outcomeName } from '../../lib/outcome-name.ts';
import { errorText } from '../../lib/problem-message.tsx';
import { text } from '../../text/text.ts';
import { showToast } from '../../ui/toast.tsx';
import { refreshOutcomes } from './outcome-query.ts';

/** Deletes, and offers to take it back for ten seconds. @throws ApiProblem when it was not deleted. */
export async function deleteWithUndo(outcome: OutcomeResource): Promise<void> {
  const name = outcomeName(outcome);
  const { id } = outcome;
  try {
    const { restorableUntil } = await api.deleteOutcome(id, outcome.version);
    showToast({
      key: `deleted-${id}`,
      message: () => text().outcome.deleted(name),
      action: { label: () => text().outcome.undo, run: () => restore(id, name) },
      until: restorableUntil,
    });
  } catch (error) {
    // Gone already: an earlier call whose answer was lost, or another window.
    if (!(error instanceof ApiProblem && error.code === 'not_found')) throw error;
  } finally {
    void refreshOutcomes();
  }
}

async function restore(id: string, name: string): Promise<void> {
  try {
    await api.restoreOutcome(id);
    showToast({ key: `deleted-${id}`, tone: 'green', message: () => text().outcome.restored(name) });
  } catch (error) {
    const tooLate = error instanceof ApiProblem && error.code === 'not_found';
    showToast({
      key: `deleted-${id}`,
      tone: 'red',
      message: () => (tooLate ? text().outcome.restoreFailed : errorText(error).title),
      // Only when waiting may help is there anything to try again.
      ...(tooLate ? {} : { action: { label: () => text().common.retry, run: () => restore(id, name) } }),
    });
  } finally {
    void refreshOutcomes();
  }
}
