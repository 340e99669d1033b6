import type { CertifierAction, OutcomeStatus } from '@licheng/portfolio-rules';

export const CASE_STATUSES = ['under_certification', 'certified', 'refused', 'sealed'] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** `open`: the student submitted a newer version. `seal`: a hand-in fixes the certified version for good. */
export const CASE_ACTIONS = ['open', 'certify', 'refuse', 'revoke', 'seal'] as const;
export type CaseAction = (typeof CASE_ACTIONS)[number];

/** Where the first submission of an outcome puts its case. */
export const INITIAL_STATUS: CaseStatus = 'under_certification';

/** Status × action → next status; null where the action is refused. Nobody decides by status anywhere else. */
export const CASE_TRANSITIONS = {
  under_certification: {
    open: 'under_certification',
    certify: 'certified',
    refuse: 'refused',
    revoke: null,
    seal: null,
  },
  certified: { open: null, certify: null, refuse: null, revoke: 'refused', seal: 'sealed' },
  refused: { open: 'under_certification', certify: null, refuse: null, revoke: null, seal: null },
  // Handed in: a revocation that came later would contradict what the central database holds.
  sealed: { open: null, certify: null, refuse: null, revoke: null, seal: null },
} as const satisfies Record<CaseStatus, Record<CaseAction, CaseStatus | null>>;

/**
 * What has to wait while a verdict is given but not published yet (its own small machine: pending-verdict.ts). A newer
 * version does not: nobody can decide about an older one any more.
 */
const WAITS_FOR_PENDING_VERDICT = {
  open: false,
  certify: true,
  refuse: true,
  revoke: true,
  seal: true,
} as const satisfies Record<CaseAction, boolean>;

type CaseFact = 'opened' | 'certified' | 'refused' | 'revoked' | 'sealed';

const FACTS = {
  open: 'opened',
  certify: 'certified',
  refuse: 'refused',
  revoke: 'revoked',
  seal: 'sealed',
} as const satisfies Record<CaseAction, CaseFact>;

export type Transition =
  | { ok: true; status: CaseStatus; fact: CaseFact }
  | { ok: false; refusal: { status: CaseStatus; action: CaseAction; verdictPending: boolean } };

/** @param verdictPending whether a verdict about the case is given but not published yet. */
export function transition(status: CaseStatus, action: CaseAction, verdictPending: boolean): Transition {
  const next: CaseStatus | null = CASE_TRANSITIONS[status][action];
  if (next === null || (verdictPending && WAITS_FOR_PENDING_VERDICT[action])) {
    return { ok: false, refusal: { status, action, verdictPending } };
  }
  return { ok: true, status: next, fact: FACTS[action] };
}

/** The statuses an action is possible in and the one status it leads to from all of them. */
export function route(action: CaseAction): { from: readonly CaseStatus[]; to: CaseStatus } {
  const from = CASE_STATUSES.filter((status) => can(action, status, false));
  const [to, ...others] = new Set(from.map((status) => CASE_TRANSITIONS[status][action]));
  if (to === undefined || to === null || others.length > 0) throw new Error(`${action} leads to several statuses`);
  return { from, to };
}

export function can(action: CaseAction, status: CaseStatus, verdictPending: boolean): boolean {
  return transition(status, action, verdictPending).ok;
}

export const factOf = <Action extends CertifierAction>(action: Action): (typeof FACTS)[Action] => FACTS[action];

/** What certifiers and students call it: a sealed case is a certified one that stays so. */
const SHOWN_AS = {
  under_certification: 'under_certification',
  certified: 'certified',
  refused: 'refused',
  sealed: 'certified',
} as const satisfies Record<CaseStatus, OutcomeStatus>;

export const shownStatus = (status: CaseStatus): OutcomeStatus => SHOWN_AS[status];

/** The case statuses behind a shown one; all of them for the empty string, none for a word that is no status. */
export function statusesShownAs(shown: string): CaseStatus[] {
  return CASE_STATUSES.filter((status) => shown === '' || SHOWN_AS[status] === shown);
}

/** Cases that wait for a certifier: they make up the queue's count. */
export const isWaiting = (status: CaseStatus): boolean => status === INITIAL_STATUS;
