import type { Certifier } from '../domain/certification-case.ts';
import { findOwnCase } from './find-own-case.ts';
import type { CaseStore, CaseView } from './ports.ts';
import { viewCase } from './view-case.ts';

/** Says that the certifier has the case open, for the next minute. It keeps nobody from deciding. */
export function claimCase(store: CaseStore, certifier: Certifier, outcomeId: string): Promise<CaseView> {
  return store.transaction(certifier.institutionId, async (cases) => {
    const found = await findOwnCase(cases, certifier, outcomeId);
    await cases.claim(found, certifier);
    return viewCase(found, certifier);
  });
}

/** @throws LichengError `not_found` for somebody else's case. */
export function releaseCase(store: CaseStore, certifier: Certifier, outcomeId: string): Promise<void> {
  return store.transaction(certifier.institutionId, async (cases) => {
    if (!(await cases.release(outcomeId, certifier))) await findOwnCase(cases, certifier, outcomeId);
  });
}
