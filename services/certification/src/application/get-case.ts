import { type Certifier, allowedActions } from '../domain/certification-case.ts';
import { findOwnCase } from './find-own-case.ts';
import type { CaseStore, CaseView } from './ports.ts';

export function getCase(store: CaseStore, certifier: Certifier, outcomeId: string): Promise<CaseView> {
  return store.transaction(certifier.institutionId, async (cases) => {
    const found = await findOwnCase(cases, certifier, outcomeId);
    return { case: found.case, allowedActions: allowedActions(found.case.status, found.window, found.now) };
  });
}
