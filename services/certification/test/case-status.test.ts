import { describe, expect, test } from 'vitest';
import {
  CASE_ACTIONS,
  CASE_STATUSES,
  CASE_TRANSITIONS,
  type CaseStatus,
  INITIAL_STATUS,
  can,
  route,
  shownStatus,
  statusesShownAs,
  transition,
} from '../src/domain/case-status.ts';
import {
  VERDICT_ACTIONS,
  VERDICT_STATES,
  VERDICT_TRANSITIONS,
  type VerdictState,
  canVerdict,
} from '../src/domain/pending-verdict.ts';

const FACTS = { open: 'opened', certify: 'certified', refuse: 'refused', revoke: 'revoked', seal: 'sealed' };
const cells = CASE_STATUSES.flatMap((status) => CASE_ACTIONS.map((action) => [status, action] as const));

describe('the table of certification states', () => {
  test.each(cells)('%s × %s: transition and can agree with the table', (status, action) => {
    const next: CaseStatus | null = CASE_TRANSITIONS[status][action];
    const result = transition(status, action, false);
    expect(can(action, status, false)).toBe(next !== null);
    if (next === null) expect(result).toEqual({ ok: false, refusal: { status, action, verdictPending: false } });
    else expect(result).toEqual({ ok: true, status: next, fact: FACTS[action] });
  });

  test.each(cells)('%s × %s while a verdict waits: only a newer version goes on', (status, action) => {
    expect(can(action, status, true)).toBe(action === 'open' && can(action, status, false));
  });

  test('every status can be reached from the first one', () => {
    const reached = new Set<CaseStatus>([INITIAL_STATUS]);
    for (const from of reached) {
      for (const to of Object.values(CASE_TRANSITIONS[from])) if (to !== null) reached.add(to);
    }
    expect([...reached].toSorted()).toEqual([...CASE_STATUSES].toSorted());
  });

  test('a sealed case stays sealed whatever is asked', () => {
    expect(Object.values(CASE_TRANSITIONS.sealed)).toEqual(CASE_ACTIONS.map(() => null));
  });

  test('only a waiting case is decided, only a certified one revoked or sealed', () => {
    const from = (action: (typeof CASE_ACTIONS)[number]) =>
      CASE_STATUSES.filter((status) => can(action, status, false));
    expect(from('certify')).toEqual(['under_certification']);
    expect(from('refuse')).toEqual(['under_certification']);
    expect(from('revoke')).toEqual(['certified']);
    expect(from('seal')).toEqual(['certified']);
  });

  test('an action leads to one status from wherever it is possible, so that one statement can take it', () => {
    for (const action of CASE_ACTIONS) {
      const { from, to } = route(action);
      expect(from.map((status) => CASE_TRANSITIONS[status][action])).toEqual(from.map(() => to));
    }
  });

  test('sealed is shown as certified, and asking for certified finds both', () => {
    expect(shownStatus('sealed')).toBe('certified');
    expect(statusesShownAs('certified')).toEqual(['certified', 'sealed']);
    expect(statusesShownAs('')).toEqual(CASE_STATUSES);
    expect(statusesShownAs('awaiting_submission')).toEqual([]);
  });
});

describe('the table of a verdict', () => {
  test('a verdict that waits is published, undone or superseded, and nothing comes after', () => {
    const possible = (state: VerdictState) => VERDICT_ACTIONS.filter((action) => canVerdict(action, state));
    expect(VERDICT_STATES.map((state) => [state, possible(state)])).toEqual([
      ['pending', ['publish', 'undo', 'supersede']],
      ['published', []],
      ['undone', []],
    ]);
    const reached = new Set<VerdictState>(Object.values(VERDICT_TRANSITIONS.pending));
    expect([...reached].toSorted()).toEqual(['published', 'undone']);
  });
});
