import { OUTCOME_STATUSES, type OutcomeStatus, UPLOAD_GRACE_MS } from '@licheng/portfolio-rules';
import { describe, expect, test } from 'vitest';
import { allowedActions, submitBlockedBy } from '../src/domain/allowed-actions.ts';
import type { Outcome, OutcomeFile } from '../src/domain/outcome.ts';
import { ACTIONS, type Action, can, requireTransition, transition } from '../src/domain/outcome-status.ts';
import { effectOf, type Verdict } from '../src/domain/verdict.ts';
import { type CalendarWindow, isOpen, requireOpen, requireUploadInTime } from '../src/domain/windows.ts';

const at = (time: string) => new Date(`2022-07-08T${time}Z`);

describe('outcome status', () => {
  // Written out a second time on purpose: the table may only change together with this.
  const expected: Record<OutcomeStatus, Partial<Record<Action, [OutcomeStatus, string]>>> = {
    awaiting_submission: {
      edit: ['awaiting_submission', 'edited'],
      delete: ['awaiting_submission', 'deleted'],
      submit: ['under_certification', 'submitted'],
    },
    under_certification: {
      certify: ['certified', 'certified'],
      refuse: ['refused', 'refused'],
      revoke: ['refused', 'revoked'],
    },
    certified: {
      revoke: ['refused', 'revoked'],
      select: ['certified', 'selected'],
      unselect: ['certified', 'unselected'],
      hand_in: ['certified', 'handed_in'],
    },
    refused: {
      edit: ['refused', 'edited'],
      delete: ['refused', 'deleted'],
      submit: ['under_certification', 'submitted'],
    },
  };
  const cells = OUTCOME_STATUSES.flatMap((status) => ACTIONS.map((action) => [status, action] as const));

  test.each(cells)('%s × %s is exactly as the manual says', (status, action) => {
    const cell = expected[status][action];
    const result = transition(status, action);
    expect(can(action, status)).toBe(cell !== undefined);
    if (cell === undefined) {
      expect(result.allowed ? null : [result.refusal.code, result.refusal.details]).toEqual([
        'transition_not_allowed',
        { status, action },
      ]);
      expect(() => requireTransition(status, action)).toThrow('transition_not_allowed');
    } else {
      expect(result).toEqual({ allowed: true, next: cell[0], fact: cell[1] });
    }
  });

  test('every status can be reached from the first', () => {
    const reached = new Set<OutcomeStatus>(['awaiting_submission']);
    for (const status of reached) {
      for (const action of ACTIONS) {
        const result = transition(status, action);
        if (result.allowed) reached.add(result.next);
      }
    }
    expect([...reached].sort()).toEqual([...OUTCOME_STATUSES].sort());
  });
});

describe('windows', () => {
  const window: CalendarWindow = {
    academicYear: 110,
    operation: 'upload',
    opensAt: at('08:00:00'),
    closesAt: at('09:00:00'),
  };

  test.each([
    ['07:59:59.999', false],
    ['08:00:00', true],
    ['08:59:59.999', true],
    ['09:00:00', false],
  ])('[opens, closes): at %s it is open: %s', (time, open) => {
    expect(isOpen(window, at(time))).toBe(open);
  });

  test('no known window is a closed one', () => {
    expect(isOpen(undefined, at('08:30:00'))).toBe(false);
    expect(() => requireOpen([window], 'submit', at('08:30:00'))).toThrow(
      expect.objectContaining({
        code: 'window_closed',
        details: { operation: 'submit', opensAt: null, closesAt: null },
      }),
    );
  });

  const lateBy = (ms: number) => new Date(window.closesAt.getTime() + ms);
  test.each([
    ['begun before the close, within the grace period', lateBy(UPLOAD_GRACE_MS - 1), [lateBy(-1)], true],
    ['begun at the close', lateBy(1), [lateBy(0)], false],
    ['one of two begun after the close', lateBy(1), [lateBy(-1), lateBy(1)], false],
    ['when the grace period is over', lateBy(UPLOAD_GRACE_MS), [lateBy(-1)], false],
    ['nothing new attached', lateBy(1), [], false],
    ['before the window opens', at('07:00:00'), [at('06:59:00')], false],
    ['inside the window, whenever the upload began', at('08:30:00'), [at('07:00:00')], true],
  ])('an upload %s', (_, now, startedAt, accepted) => {
    const attempt = () => requireUploadInTime([window], now, startedAt);
    if (accepted) expect(attempt).not.toThrow();
    else expect(attempt).toThrow('window_closed');
  });
});

describe('what a student may do', () => {
  const now = at('08:30:00');
  const windows = (['upload', 'submit', 'select'] as const).map((operation) => ({
    academicYear: 110,
    operation,
    opensAt: at('08:00:00'),
    closesAt: at('09:00:00'),
  }));
  const file = (check: OutcomeFile['check']): OutcomeFile => ({
    slot: 'document',
    uploadId: 'u',
    fileName: 'a.pdf',
    mediaType: 'application/pdf',
    sizeBytes: 1,
    sha256: '',
    check,
    rejection: check === 'rejected' ? 'infected' : '',
    hasThumbnail: false,
  });
  const outcome = (change: Partial<Outcome>): Outcome => ({
    id: 'o',
    courseId: 'c',
    subject: '',
    academicYear: 110,
    termSystem: 'undivided',
    term: '',
    studentId: 's',
    studentName: '',
    status: 'awaiting_submission',
    version: 1,
    summary: '',
    files: [file('passed')],
    createdAt: now,
    submittedAt: null,
    decidedAt: null,
    certifierName: '',
    comment: '',
    refusalReason: '',
    onBehalfOfName: '',
    receiptId: null,
    lastVerdictAt: null,
    selectedAt: null,
    handInBatchId: null,
    handedInAt: null,
    history: [],
    ...change,
  });
  const only = (...operations: string[]) => windows.filter((window) => operations.includes(window.operation));

  test.each<[string, Partial<Outcome>, CalendarWindow[], string[], string]>([
    ['awaiting, files passed', {}, windows, ['edit', 'delete', 'submit'], ''],
    [
      'awaiting, a file being checked',
      { files: [file('checking')] },
      windows,
      ['edit', 'delete'],
      'file_still_checking',
    ],
    [
      'awaiting, a file rejected',
      { files: [file('passed'), file('rejected'), file('checking')] },
      windows,
      ['edit', 'delete'],
      'file_rejected',
    ],
    [
      'awaiting, submit window closed',
      { files: [file('checking')] },
      only('upload'),
      ['edit', 'delete'],
      'window_closed',
    ],
    ['awaiting, upload window closed', {}, only('submit'), ['submit'], ''],
    ['refused', { status: 'refused' }, windows, ['edit', 'delete', 'submit'], ''],
    ['under certification', { status: 'under_certification' }, windows, [], ''],
    ['certified', { status: 'certified' }, windows, ['select'], ''],
    ['certified, select window closed', { status: 'certified' }, only('upload'), [], ''],
    ['selected', { status: 'certified', selectedAt: now }, windows, ['unselect'], ''],
    ['being handed in', { status: 'certified', selectedAt: now, handInBatchId: 'b' }, windows, [], ''],
  ])('%s', (_, change, open, allowed, blockedBy) => {
    expect(allowedActions(outcome(change), open, now)).toEqual(allowed);
    expect(submitBlockedBy(outcome(change), open, now)).toBe(blockedBy);
  });
});

describe('a verdict heard', () => {
  const verdict = (change: Partial<Verdict>): Verdict => ({
    action: 'certify',
    outcomeId: 'o',
    version: 1,
    certifierName: '',
    comment: '',
    refusalReason: '',
    onBehalfOfName: '',
    decidedAt: at('08:00:00'),
    ...change,
  });
  const judged = { status: 'under_certification', version: 1, lastVerdictAt: null, handedInAt: null } as const;

  test.each([
    ['of the current version applies', verdict({}), judged, 'applies'],
    ['of an older version is late', verdict({}), { ...judged, version: 2 }, 'late'],
    ['older than the last one heard is late', verdict({}), { ...judged, lastVerdictAt: at('08:00:01') }, 'late'],
    ['heard before is late', verdict({}), { ...judged, status: 'certified', lastVerdictAt: at('08:00:00') }, 'late'],
    ['of a version not made yet contradicts', verdict({ version: 2 }), judged, 'contradiction'],
    ['of something never sent contradicts', verdict({}), { ...judged, status: 'awaiting_submission' }, 'contradiction'],
    [
      'that revokes what was handed in contradicts',
      verdict({ action: 'revoke' }),
      { ...judged, status: 'certified', handedInAt: at('07:00:00') },
      'contradiction',
    ],
  ] as const)('%s', (_, heard, outcome, kind) => {
    expect(effectOf(heard, outcome).kind).toBe(kind);
  });
});
