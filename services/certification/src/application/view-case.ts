import { type Certifier, type CertifyWindow, type HistoryEntry, allowedActions } from '../domain/certification-case.ts';
import type { CaseView, FoundCase, Seen } from './ports.ts';

export function viewSeen(seen: Seen, certifier: Certifier, window: CertifyWindow | null, now: Date): CaseView {
  const { case: shown, claim, deputisingFor } = seen;
  return {
    case: shown,
    claim,
    deputisingFor,
    allowedActions: allowedActions(shown, window, now),
    ownPending: shown.pending?.certifierId === certifier.personId,
    history: [],
  };
}

export const viewCase = (found: FoundCase, certifier: Certifier, history: HistoryEntry[] = []): CaseView => ({
  ...viewSeen(found, certifier, found.window, found.now),
  history,
});
