import type { CaseResource } from '@licheng/rest-contract';
import { keys, queryClient } from '../../api/queries.ts';

type Listener = (changed: CaseResource) => void;
const listeners = new Set<Listener>();

/** Calls `listener` with each case an answer of the server has brought, until the returned function is called. */
export function onCaseChanged(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A write answers with the case as it stands now: every place that shows it takes it from there. */
export function tellCaseChanged(changed: CaseResource): void {
  queryClient.setQueryData<CaseResource>(keys.case(changed.outcomeId), (known) =>
    // Only the case asked for by itself comes with its history.
    changed.history.length === 0 && known !== undefined ? { ...changed, history: known.history } : changed,
  );
  for (const listener of listeners) listener(changed);
}
