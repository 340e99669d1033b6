import type { CaseStore } from './ports.ts';

const BATCH = 100;

/**
 * Publishes every verdict whose time has come. Any number of these may run at once, and each may die at any moment: what
 * did not commit stays due.
 * @returns how many were published. @throws AggregateError after all institutions were tried.
 */
export async function publishVerdicts(store: CaseStore): Promise<number> {
  let published = 0;
  const failures: unknown[] = [];
  for (const institutionId of await store.institutionsDue()) {
    try {
      for (let count = BATCH; count === BATCH; published += count) {
        count = await store.transaction(institutionId, (cases) => cases.publishDue(BATCH));
      }
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'verdicts not published');
  return published;
}
