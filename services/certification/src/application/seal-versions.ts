import { transition } from '../domain/case-status.ts';
import type { CaseStore } from './ports.ts';

export interface VersionRef {
  outcomeId: string;
  version: number;
}

export interface Sealing {
  sealed: VersionRef[];
  /** Not certified in that version, about to be revoked, or sealed by another batch already. */
  refused: VersionRef[];
}

/**
 * Fixes certified versions for one batch; asking again for the same batch gives the same answer. What somebody has just
 * decided to revoke is not fixed: a revocation that waits would come too late for ever.
 */
export function sealVersions(
  store: CaseStore,
  by: { institutionId: string; name: string },
  batchId: string,
  versions: readonly VersionRef[],
): Promise<Sealing> {
  return store.transaction(by.institutionId, async (cases) => {
    const locked = await cases.lock(versions.map(({ outcomeId }) => outcomeId));
    const present = new Map(locked.map((one) => [one.outcomeId, one]));
    const fixed = new Set<string>();
    const sealing: Sealing = { sealed: [], refused: [] };
    for (const { outcomeId, version } of versions) {
      const one = present.get(outcomeId);
      const isPresent = one !== undefined && one.version === version;
      const isFixed =
        isPresent && (transition(one.status, 'seal', one.verdictPending).ok || one.sealedBatchId === batchId);
      if (isFixed && one.sealedBatchId === null) fixed.add(outcomeId);
      (isFixed ? sealing.sealed : sealing.refused).push({ outcomeId, version });
    }
    if (fixed.size > 0) await cases.seal([...fixed], batchId, by.name);
    return sealing;
  });
}
