import { LichengError } from '@licheng/portfolio-rules';
import { type Certifier, allowedActions } from '../domain/certification-case.ts';
import { type Verdict, acceptComment, judge } from '../domain/verdict.ts';
import { findOwnCase } from './find-own-case.ts';
import type { CaseStore, CaseView, FoundCase } from './ports.ts';

const MAX_ATTEMPTS = 3;

const view = ({ case: one, window, now }: FoundCase): CaseView => ({
  case: one,
  allowedActions: allowedActions(one.status, window, now),
});

/**
 * One decision about one version. Of two certifiers at once one decides and the other is told who did; the same decision
 * by the same certifier again gets the case as it stands.
 */
export function recordVerdict(
  store: CaseStore,
  certifier: Certifier,
  request: Verdict & { outcomeId: string },
): Promise<CaseView> {
  const { outcomeId, version, action } = request;
  const verdict = { version, action, comment: acceptComment(action, request.comment) };
  return store.transaction(certifier.institutionId, async (cases) => {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const decided = await cases.decide(outcomeId, verdict, certifier);
      if (decided !== null) return view(decided);
      // Nothing was changed: only now is the case read, to say why.
      const found = await findOwnCase(cases, certifier, outcomeId);
      if (judge(found.case, verdict, certifier, found.window, found.now) === 'repeated') return view(found);
    }
    throw new LichengError('version_conflict');
  });
}
