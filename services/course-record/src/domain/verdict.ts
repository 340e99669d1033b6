import type { OutcomeStatus, RefusalReason } from '@licheng/portfolio-rules';
import { type ActionFact, transition } from './outcome-status.ts';

/** What certification decided about one version. */
export interface Verdict {
  action: 'certify' | 'refuse' | 'revoke';
  outcomeId: string;
  version: number;
  certifierName: string;
  comment: string;
  /** Empty for `certify`. */
  refusalReason: RefusalReason | '';
  /** The teacher a deputy decided for; empty otherwise. */
  onBehalfOfName: string;
  decidedAt: Date;
}

/** The part of an outcome that a verdict is judged against. */
export interface Judged {
  status: OutcomeStatus;
  version: number;
  lastVerdictAt: Date | null;
  handedInAt: Date | null;
}

export type VerdictEffect =
  | { kind: 'applies'; next: OutcomeStatus; fact: ActionFact }
  /** Arrived after something newer: it belongs into the history and changes nothing. */
  | { kind: 'late' }
  /** Cannot be true together with what is known here: a person has to look. */
  | { kind: 'contradiction' };

/** Verdicts are ordered by certification's own clock, however they arrive; each holds for exactly one version. */
export function effectOf(verdict: Verdict, outcome: Judged): VerdictEffect {
  if (verdict.version < outcome.version) return { kind: 'late' };
  if (outcome.lastVerdictAt !== null && verdict.decidedAt <= outcome.lastVerdictAt) return { kind: 'late' };
  const result = transition(outcome.status, verdict.action);
  // A handed-in version was sealed before: certification cannot have revoked it.
  if (verdict.version > outcome.version || !result.allowed || outcome.handedInAt !== null) {
    return { kind: 'contradiction' };
  }
  return { kind: 'applies', next: result.next, fact: result.fact };
}
