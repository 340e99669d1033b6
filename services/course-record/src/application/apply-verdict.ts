import { effectOf, type Verdict } from '../domain/verdict.ts';
import { outcomeChanged } from '../domain/facts.ts';
import type { Records } from './ports.ts';

const FACT = { certify: 'certified', refuse: 'refused', revoke: 'revoked' } as const;

/**
 * Applies what certification decided to the outcome if it still is that version; an older verdict that arrives late only
 * enters the history.
 * @throws Error for a verdict that contradicts what is known here
 */
export async function applyVerdict(records: Records, verdict: Verdict): Promise<void> {
  const outcome = await records.outcomes.lockJudged(verdict.outcomeId);
  if (outcome === null) throw new Error('a verdict about an outcome that is not here');
  const effect = effectOf(verdict, outcome);
  switch (effect.kind) {
    case 'contradiction':
      throw new Error(
        `${verdict.action} of version ${verdict.version} contradicts ${outcome.status} ${outcome.version}`,
      );
    case 'late':
      return records.outcomes.noteVerdict(verdict, FACT[verdict.action]);
    case 'applies':
      await records.outcomes.applyVerdict(verdict, effect.next, effect.fact);
      return records.tell([outcomeChanged(FACT[verdict.action], { ...outcome, status: effect.next })]);
  }
}
