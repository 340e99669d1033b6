import { type Certifier, isOpen } from '../domain/certification-case.ts';
import type { CaseStore, CaseView, Position, QueueFilter } from './ports.ts';
import { viewSeen } from './view-case.ts';

export interface CaseListing {
  cases: CaseView[];
  next: Position | null;
  waitingCount: number;
  matchingCount: number;
  /** Whether `certify` is open now for any academic year; each case knows about its own. */
  windowOpen: boolean;
}

/** A page of the certifier's queue, oldest submission first. */
export function listCases(
  store: CaseStore,
  certifier: Certifier,
  query: { filter: QueueFilter; pageSize: number; after: Position | null },
): Promise<CaseListing> {
  return store.transaction(certifier.institutionId, async (cases) => {
    // One more than the page tells whether there is a next one.
    const queue = await cases.queue(certifier, query.filter, query.after, query.pageSize + 1);
    const { waitingCount, matchingCount, windows, now } = queue;
    const shown = queue.cases.slice(0, query.pageSize);
    const last = queue.cases.length > shown.length ? shown.at(-1)?.case : undefined;
    return {
      cases: shown.map((one) => viewSeen(one, certifier, windows.get(one.case.academicYear) ?? null, now)),
      next: last === undefined ? null : { ...last, matchingCount },
      waitingCount,
      matchingCount,
      windowOpen: [...windows.values()].some((window) => isOpen(window, now)),
    };
  });
}
