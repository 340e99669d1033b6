import { statusesShownAs } from '../domain/case-status.ts';
import { type Certifier, allowedActions, isOpen } from '../domain/certification-case.ts';
import type { CaseStore, CaseView, Position } from './ports.ts';

export interface CaseListing {
  cases: CaseView[];
  next: Position | null;
  waitingCount: number;
  /** Whether `certify` is open now for any academic year; each case knows about its own. */
  windowOpen: boolean;
}

/** A page of the certifier's queue, oldest submission first; `shownStatus` empty means all. */
export function listCases(
  store: CaseStore,
  certifier: Certifier,
  query: { shownStatus: string; pageSize: number; after: Position | null },
): Promise<CaseListing> {
  return store.transaction(certifier.institutionId, async (cases) => {
    // One more than the page tells whether there is a next one.
    const statuses = statusesShownAs(query.shownStatus);
    const queue = await cases.queue(certifier, statuses, query.after, query.pageSize + 1);
    const { waitingCount, windows, now } = queue;
    const shown = queue.cases.slice(0, query.pageSize);
    const last = shown.at(-1);
    return {
      cases: shown.map((one) => ({
        case: one,
        allowedActions: allowedActions(one.status, windows.get(one.academicYear) ?? null, now),
      })),
      next: queue.cases.length > shown.length && last !== undefined ? last : null,
      waitingCount,
      windowOpen: [...windows.values()].some((window) => isOpen(window, now)),
    };
  });
}
