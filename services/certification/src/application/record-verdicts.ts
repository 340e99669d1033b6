import { LichengError } from '@licheng/portfolio-rules';
import type { Certifier } from '../domain/certification-case.ts';
import { type Judgement, acceptJudgement, judge } from '../domain/verdict.ts';
import { findOwnCase } from './find-own-case.ts';
import type { CaseStore, CaseView, Cases, VerdictResult } from './ports.ts';
import { viewCase } from './view-case.ts';

export interface VersionRef {
  outcomeId: string;
  version: number;
}

const MAX_ATTEMPTS = 3;

async function recordOne(
  cases: Cases,
  certifier: Certifier,
  judgement: Judgement,
  { outcomeId, version }: VersionRef,
): Promise<CaseView> {
  const verdict = { ...judgement, version };
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const given = await cases.give(outcomeId, verdict, certifier);
    if (given !== null) return viewCase(given, certifier);
    // Nothing was changed: only now is the case read, to say why.
    const found = await findOwnCase(cases, certifier, outcomeId);
    if (judge(found.case, verdict, certifier, found.window, found.now) === 'repeated')
      return viewCase(found, certifier);
  }
  throw new LichengError('version_conflict');
}

/**
 * One decision about one version, published after a while. Of two certifiers at once one decides and the other is told
 * who did; the same decision by the same certifier again gets the case as it stands.
 */
export function recordVerdict(
  store: CaseStore,
  certifier: Certifier,
  ref: VersionRef,
  request: Judgement,
): Promise<CaseView> {
  const judgement = acceptJudgement(request);
  return store.transaction(certifier.institutionId, (cases) => recordOne(cases, certifier, judgement, ref));
}

/** The same decision about several versions, each on its own. @returns one result each, in the order of `refs`. */
export function recordVerdicts(
  store: CaseStore,
  certifier: Certifier,
  refs: readonly VersionRef[],
  request: Judgement,
): Promise<VerdictResult[]> {
  const judgement = acceptJudgement(request);
  // One order for everybody, so that two batches over the same cases do not wait for each other.
  const inOrder = refs.toSorted((a, b) => (a.outcomeId < b.outcomeId ? -1 : 1));
  return store.transaction(certifier.institutionId, async (cases) => {
    const results = await Promise.all(
      inOrder.map(async (ref): Promise<[VersionRef, VerdictResult]> => {
        const { outcomeId } = ref;
        try {
          return [ref, { outcomeId, view: await recordOne(cases, certifier, judgement, ref) }];
        } catch (error) {
          if (!(error instanceof LichengError)) throw error;
          return [ref, { outcomeId, refusal: { code: error.code, details: error.details } }];
        }
      }),
    );
    const byRef = new Map(results);
    return refs.flatMap((ref) => byRef.get(ref) ?? []);
  });
}
