import type { CertificationCase } from './certification-case.ts';

/** A verdict is given, and some seconds later published; until then its author may take it back. */
export const VERDICT_STATES = ['pending', 'published', 'undone'] as const;
export type VerdictState = (typeof VERDICT_STATES)[number];

/** `supersede`: a newer version was submitted, so that there is nothing left to decide about the older one. */
export const VERDICT_ACTIONS = ['publish', 'undo', 'supersede'] as const;
export type VerdictAction = (typeof VERDICT_ACTIONS)[number];

/** State × action → next state; null where the action is refused. What is told to others is never taken back. */
export const VERDICT_TRANSITIONS = {
  pending: { publish: 'published', undo: 'undone', supersede: 'undone' },
  published: { publish: null, undo: null, supersede: null },
  undone: { publish: null, undo: null, supersede: null },
} as const satisfies Record<VerdictState, Record<VerdictAction, VerdictState | null>>;

export function canVerdict(action: VerdictAction, state: VerdictState): boolean {
  return VERDICT_TRANSITIONS[state][action] !== null;
}

/** How it stands with the latest verdict this person gave about the present round; null when they gave none. */
export function verdictStateOf(
  present: Pick<CertificationCase, 'decision' | 'pending' | 'undoneById'>,
  personId: string,
): VerdictState | null {
  if (present.pending !== null) return present.pending.certifierId === personId ? 'pending' : null;
  if (present.undoneById === personId) return 'undone';
  return present.decision?.certifierId === personId ? 'published' : null;
}
