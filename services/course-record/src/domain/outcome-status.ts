import { LichengError, type OutcomeStatus } from '@licheng/portfolio-rules';

/** What can happen to an outcome: by its student, by a verdict heard from certification, by the administrator. */
export const ACTIONS = [
  'edit',
  'delete',
  'submit',
  'certify',
  'refuse',
  'revoke',
  'select',
  'unselect',
  'hand_in',
] as const;
export type Action = (typeof ACTIONS)[number];

/** The status an action leads to; null where it is not possible (manual 1.2 and 1.3; 補充—認證狀態說明). */
export const OUTCOME_TRANSITIONS = {
  awaiting_submission: {
    edit: 'awaiting_submission',
    delete: 'awaiting_submission',
    submit: 'under_certification',
    certify: null,
    refuse: null,
    revoke: null,
    select: null,
    unselect: null,
    hand_in: null,
  },
  under_certification: {
    edit: null,
    delete: null,
    submit: null,
    certify: 'certified',
    refuse: 'refused',
    // A revocation that overtook its certification on the way.
    revoke: 'refused',
    select: null,
    unselect: null,
    hand_in: null,
  },
  certified: {
    edit: null,
    delete: null,
    submit: null,
    certify: null,
    refuse: null,
    revoke: 'refused',
    select: 'certified',
    unselect: 'certified',
    hand_in: 'certified',
  },
  refused: {
    edit: 'refused',
    delete: 'refused',
    submit: 'under_certification',
    certify: null,
    refuse: null,
    revoke: null,
    select: null,
    unselect: null,
    hand_in: null,
  },
} as const satisfies Record<OutcomeStatus, Record<Action, OutcomeStatus | null>>;

/** What history and events call an action once it has happened. */
const FACT = {
  edit: 'edited',
  delete: 'deleted',
  submit: 'submitted',
  certify: 'certified',
  refuse: 'refused',
  revoke: 'revoked',
  select: 'selected',
  unselect: 'unselected',
  hand_in: 'handed_in',
} as const satisfies Record<Action, string>;
export type ActionFact = (typeof FACT)[Action];

export type Transition =
  | { allowed: true; next: OutcomeStatus; fact: ActionFact }
  | { allowed: false; refusal: LichengError };

export function can(action: Action, status: OutcomeStatus): boolean {
  return OUTCOME_TRANSITIONS[status][action] !== null;
}

export function transition(status: OutcomeStatus, action: Action): Transition {
  const next = OUTCOME_TRANSITIONS[status][action];
  return next === null
    ? { allowed: false, refusal: new LichengError('transition_not_allowed', { status, action }) }
    : { allowed: true, next, fact: FACT[action] };
}

/** @throws LichengError `transition_not_allowed` with the status and the action. */
export function requireTransition(status: OutcomeStatus, action: Action): { next: OutcomeStatus; fact: ActionFact } {
  const result = transition(status, action);
  if (!result.allowed) throw result.refusal;
  return result;
}
