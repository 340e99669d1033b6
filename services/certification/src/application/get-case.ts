import type { Certifier } from '../domain/certification-case.ts';
import { findOwnCase } from './find-own-case.ts';
import type { CaseStore, CaseView } from './ports.ts';
import { viewCase } from './view-case.ts';

export function getCase(store: CaseStore, certifier: Certifier, outcomeId: string): Promise<CaseView> {
  return store.transaction(certifier.institutionId, async (cases) => {
    const [found, history] = await Promise.all([findOwnCase(cases, certifier, outcomeId), cases.history(outcomeId)]);
    return viewCase(found, certifier, history);
  });
}
