import { LichengError } from '@licheng/portfolio-rules';
import type { Certifier } from '../domain/certification-case.ts';
import { judgeUndo } from '../domain/verdict.ts';
import { findOwnCase, requireOwn } from './find-own-case.ts';
import type { CaseStore, CaseView } from './ports.ts';
import { viewCase } from './view-case.ts';

const MAX_ATTEMPTS = 3;

/**
 * Takes the caller's own verdict back before it is published; nothing was told to anybody but certifiers.
 * @throws LichengError `undo_expired` when it is published, `not_found` when the caller gave none.
 */
export function undoVerdict(store: CaseStore, certifier: Certifier, outcomeId: string): Promise<CaseView> {
  return store.transaction(certifier.institutionId, async (cases) => {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const undone = await cases.undo(outcomeId, certifier);
      // Whoever may not certify any more takes nothing back: refusing ends the transaction.
      if (undone !== null) return viewCase(requireOwn(undone, certifier), certifier);
      const found = await findOwnCase(cases, certifier, outcomeId);
      if (judgeUndo(found.case, certifier) === 'repeated') return viewCase(found, certifier);
      // Given since: the same person on another device.
    }
    throw new LichengError('version_conflict');
  });
}
