import { CERTIFIER_ACTIONS, type CertifierAction } from '@licheng/portfolio-rules';
import { CASE_TRANSITIONS, type CaseAction, type CaseStatus, INITIAL_STATUS } from '../src/domain/case-status.ts';

/** A teacher of the course, their deputy, an administrator, and a teacher of something else. */
export const ACTORS = ['teacher', 'deputy', 'administrator', 'stranger'] as const;
export type Actor = (typeof ACTORS)[number];
export const CASES = [0, 1] as const;

export type Step =
  /** `next`: a newer version; `again`: the same one, sent later; `repeated`: the very same message. */
  | { kind: 'submit'; on: number; what: 'next' | 'again' | 'repeated' }
  /** `version`: the one the certifier looked at, when that is not simply the present one. */
  | { kind: 'give'; on: number; by: Actor; action: CertifierAction; stale: boolean; version?: number }
  | { kind: 'undo'; on: number; by: Actor }
  | { kind: 'seal'; on: number }
  | { kind: 'window'; open: boolean }
  /** The time to undo ends for every verdict that waits. */
  | { kind: 'time' }
  | { kind: 'publish' };

interface Given {
  by: Actor;
  action: CertifierAction;
}

export interface ModelCase {
  version: number;
  submissions: number;
  status: CaseStatus;
  pending: (Given & { due: boolean }) | null;
  decision: Given | null;
  undoneBy: Actor | null;
  /** What others are told, in order. */
  told: string[];
}

export interface Model {
  windowOpen: boolean;
  cases: (ModelCase | null)[];
}

export const START: Model = { windowOpen: true, cases: CASES.map(() => null) };

export const labelOf = (action: CertifierAction, by: Actor) => `${action} by ${by}`;

const isAllowed = ({ status, pending }: ModelCase, action: CaseAction) =>
  CASE_TRANSITIONS[status][action] !== null && (pending === null || action === 'open');

export function allowedIn(model: Model, one: ModelCase): CertifierAction[] {
  return model.windowOpen ? CERTIFIER_ACTIONS.filter((action) => isAllowed(one, action)) : [];
}

export const waitingIn = ({ cases }: Model) => cases.filter((one) => one?.status === INITIAL_STATUS).length;

function submit(one: ModelCase | null, what: 'next' | 'again' | 'repeated'): [ModelCase | null, string] {
  if (one === null) {
    const told = ['opened'];
    const version = 1;
    return [
      { version, submissions: 1, status: INITIAL_STATUS, pending: null, decision: null, undoneBy: null, told },
      'ok',
    ];
  }
  if (what === 'repeated') return [one, 'ok'];
  if (!isAllowed(one, 'open')) return [one, 'transition_not_allowed'];
  const version = one.version + (what === 'next' ? 1 : 0);
  const fresh = { status: INITIAL_STATUS, pending: null, decision: null, undoneBy: null };
  return [{ ...one, ...fresh, version, submissions: one.submissions + 1, told: [...one.told, 'opened'] }, 'ok'];
}

function give(
  model: Model,
  one: ModelCase,
  { by, action, stale, version = one.version }: Step & { kind: 'give' },
): [ModelCase, string] {
  if (stale || version !== one.version) return [one, 'version_conflict'];
  const standing = one.pending ?? one.decision;
  if (standing?.by === by && standing.action === action) return [one, 'ok'];
  if (!isAllowed(one, action)) {
    return [one, standing === null || one.status === 'sealed' ? 'transition_not_allowed' : 'already_decided'];
  }
  if (!model.windowOpen) return [one, 'window_closed'];
  return [{ ...one, pending: { by, action, due: false }, undoneBy: null, told: [...one.told, 'decided'] }, 'ok'];
}

function undo(one: ModelCase, by: Actor): [ModelCase, string] {
  if (one.pending?.by === by) return [{ ...one, pending: null, undoneBy: by, told: [...one.told, 'undone'] }, 'ok'];
  if (one.pending !== null) return [one, 'not_found'];
  if (one.undoneBy === by) return [one, 'ok'];
  return [one, one.decision?.by === by ? 'undo_expired' : 'not_found'];
}

function publish(one: ModelCase): ModelCase {
  if (one.pending?.due !== true) return one;
  const { by, action } = one.pending;
  const status: CaseStatus = CASE_TRANSITIONS[one.status][action] ?? one.status;
  return { ...one, status, pending: null, decision: { by, action }, told: [...one.told, labelOf(action, by)] };
}

/** The state after a step, and what whoever asked for it is answered. */
export function advance(model: Model, step: Step): [Model, string] {
  const each = (change: (one: ModelCase) => ModelCase): Model => ({
    ...model,
    cases: model.cases.map((one) => (one === null ? null : change(one))),
  });
  switch (step.kind) {
    case 'window':
      return [{ ...model, windowOpen: step.open }, 'ok'];
    case 'time':
      return [each((one) => (one.pending === null ? one : { ...one, pending: { ...one.pending, due: true } })), 'ok'];
    case 'publish':
      return [each(publish), 'ok'];
    default: {
      const one = model.cases[step.on] ?? null;
      const [changed, answer] = advanceCase(model, one, step);
      return [{ ...model, cases: model.cases.map((other, n) => (n === step.on ? changed : other)) }, answer];
    }
  }
}

function advanceCase(
  model: Model,
  one: ModelCase | null,
  step: Extract<Step, { on: number }>,
): [ModelCase | null, string] {
  if (step.kind === 'submit') return submit(one, step.what);
  if (one === null) return [null, step.kind === 'seal' ? 'refused' : 'not_found'];
  if (step.kind === 'seal') return isAllowed(one, 'seal') ? [{ ...one, status: 'sealed' }, 'sealed'] : [one, 'refused'];
  if (step.by === 'stranger') return [one, 'not_found'];
  return step.kind === 'give' ? give(model, one, step) : undo(one, step.by);
}
