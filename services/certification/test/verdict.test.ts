import { describe, expect, test } from 'vitest';
import { type CertificationCase, type Certifier, allowedActions, isLater } from '../src/domain/certification-case.ts';
import { acceptJudgement, judge, judgeUndo } from '../src/domain/verdict.ts';

const now = new Date('2026-09-10T08:00:00Z');
const window = { opensAt: new Date('2026-09-01T00:00:00Z'), closesAt: new Date('2026-10-01T00:00:00Z') };
const certifier: Certifier = { personId: 'teacher-1', name: '王老師', institutionId: 'institution', role: 'teacher' };

const waiting: CertificationCase = {
  outcomeId: 'outcome',
  version: 2,
  revision: 3,
  status: 'under_certification',
  institutionId: 'institution',
  studentId: 'student',
  studentName: '學生1',
  courseId: 'course',
  subject: '英文(三)',
  academicYear: 115,
  termSystem: 'two_terms',
  term: '1',
  summary: '',
  files: [],
  submittedAt: new Date('2026-09-09T08:00:00Z'),
  decision: null,
  pending: null,
  undoneById: null,
  sealedBatchId: null,
};
const certified: CertificationCase = {
  ...waiting,
  status: 'certified',
  decision: {
    action: 'certify',
    certifierId: 'teacher-1',
    certifierName: '王老師',
    onBehalfOf: null,
    comment: '',
    refusalReason: null,
    decidedAt: now,
  },
};
const certify = { version: 2, action: 'certify', comment: '', refusalReason: null } as const;
const refuse = { version: 2, action: 'refuse', comment: '不符', refusalReason: 'other' } as const;
const publishAt = new Date(now.getTime() + 10_000);
const pending: CertificationCase = {
  ...waiting,
  pending: {
    action: 'certify',
    certifierId: 'teacher-1',
    certifierName: '王老師',
    onBehalfOf: { id: 'teacher-9', name: '陳老師' },
    comment: '',
    refusalReason: null,
    decidedAt: now,
    publishAt,
  },
};

const commentOf = (action: 'certify' | 'refuse' | 'revoke', comment: string) =>
  acceptJudgement({ action, comment, refusalReason: action === 'certify' ? null : 'other' }).comment;

describe('a comment', () => {
  test('is required to refuse and to revoke, not to certify', () => {
    expect(() => commentOf('refuse', ' \r\n ')).toThrow('comment_required');
    expect(() => commentOf('revoke', '')).toThrow('comment_required');
    expect(commentOf('certify', '')).toBe('');
  });

  test('holds 500 code points after trimming, with a line break as one', () => {
    expect(commentOf('refuse', ` ${'😀'.repeat(500)}\r\n`)).toBe('😀'.repeat(500));
    expect(Array.from(commentOf('refuse', `好\r\n${'😀'.repeat(498)}`))).toHaveLength(500);
    expect(() => commentOf('refuse', '好'.repeat(501))).toThrow('comment_too_long');
  });
});

test('a reason is required beside the comment to refuse and to revoke, and has no place in a pass', () => {
  for (const action of ['refuse', 'revoke'] as const) {
    expect(() => acceptJudgement({ action, comment: '不符', refusalReason: null })).toThrow('reason_required');
  }
  expect(() => acceptJudgement({ action: 'certify', comment: '', refusalReason: 'other' })).toThrow('invalid_request');
});

describe('while a verdict waits to be published', () => {
  test('nothing else can be decided, and a second certifier is told who decided what', () => {
    expect(allowedActions(pending, window, now)).toEqual([]);
    expect(() => judge(pending, refuse, { ...certifier, personId: 'teacher-2' }, window, now)).toThrow(
      expect.objectContaining({
        code: 'already_decided',
        details: {
          certifierName: '王老師',
          onBehalfOfName: '陳老師',
          action: 'certify',
          decidedAt: now.toISOString(),
          pending: true,
        },
      }),
    );
    expect(judge(pending, certify, certifier, window, now)).toBe('repeated');
  });

  test('only its author may take it back, and only until it is published', () => {
    const other = { ...certifier, personId: 'teacher-2' };
    expect(judgeUndo(pending, certifier)).toBe('possible');
    expect(judgeUndo({ ...waiting, undoneById: 'teacher-1' }, certifier)).toBe('repeated');
    expect(() => judgeUndo(certified, certifier)).toThrow('undo_expired');
    for (const present of [pending, certified, waiting, { ...waiting, undoneById: 'teacher-1' }]) {
      expect(() => judgeUndo(present, other)).toThrow('not_found');
    }
  });
});

describe('a decision', () => {
  test('about a waiting case is possible while the window is open', () => {
    expect(judge(waiting, certify, certifier, window, now)).toBe('possible');
  });

  test.each([
    ['before the window opens', new Date(window.opensAt.getTime() - 1)],
    ['as it closes', window.closesAt],
  ])('is refused %s, with the window told', (_, at) => {
    expect(() => judge(waiting, certify, certifier, window, at)).toThrow(
      expect.objectContaining({
        code: 'window_closed',
        details: {
          operation: 'certify',
          opensAt: '2026-09-01T00:00:00.000Z',
          closesAt: '2026-10-01T00:00:00.000Z',
        },
      }),
    );
  });

  test('is possible at the very moment of the opening', () => {
    expect(judge(waiting, certify, certifier, window, window.opensAt)).toBe('possible');
  });

  test('without a known window is refused', () => {
    expect(() => judge(waiting, certify, certifier, null, now)).toThrow('window_closed');
    expect(allowedActions(waiting, null, now)).toEqual([]);
  });

  test('asked for again by the same certifier is the one that stands, also after the close', () => {
    expect(judge(certified, certify, certifier, window, window.closesAt)).toBe('repeated');
  });

  test.each([
    ['by another certifier', certify, { ...certifier, personId: 'teacher-2' }],
    ['to the contrary', refuse, certifier],
    ['with another comment', { ...certify, comment: '很好' }, certifier],
  ])('asked for again %s is told who decided what and when', (_, verdict, who) => {
    expect(() => judge(certified, verdict, who, window, now)).toThrow(
      expect.objectContaining({
        code: 'already_decided',
        details: {
          certifierName: '王老師',
          onBehalfOfName: null,
          action: 'certify',
          decidedAt: now.toISOString(),
          pending: false,
        },
      }),
    );
  });

  test('about another version than the present one is a conflict', () => {
    expect(() => judge(waiting, { ...certify, version: 1 }, certifier, window, now)).toThrow('version_conflict');
  });

  test('about a sealed case is refused', () => {
    const sealed: CertificationCase = { ...certified, status: 'sealed', sealedBatchId: 'batch' };
    const revoke = { version: 2, action: 'revoke', comment: '誤植', refusalReason: 'other' } as const;
    expect(() => judge(sealed, revoke, certifier, window, now)).toThrow(
      expect.objectContaining({
        code: 'transition_not_allowed',
        details: { status: 'sealed', action: 'revoke', verdictPending: false },
      }),
    );
  });
});

test('a submission is later when its version is, or when the same version was sent again', () => {
  const at = (ms: number) => new Date(waiting.submittedAt.getTime() + ms);
  expect(isLater({ ...waiting, version: 3, submittedAt: at(-5) }, waiting)).toBe(true);
  expect(isLater({ ...waiting, submittedAt: at(5) }, waiting)).toBe(true);
  expect(isLater(waiting, waiting)).toBe(false);
  expect(isLater({ ...waiting, version: 1, submittedAt: at(5) }, waiting)).toBe(false);
});
