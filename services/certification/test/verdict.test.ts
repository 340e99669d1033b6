import { describe, expect, test } from 'vitest';
import { type CertificationCase, type Certifier, allowedActions, isLater } from '../src/domain/certification-case.ts';
import { acceptComment, judge } from '../src/domain/verdict.ts';

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
  sealedBatchId: null,
};
const certified: CertificationCase = {
  ...waiting,
  status: 'certified',
  decision: { action: 'certify', certifierId: 'teacher-1', certifierName: '王老師', comment: '', decidedAt: now },
};
const certify = { version: 2, action: 'certify', comment: '' } as const;

describe('a comment', () => {
  test('is required to refuse and to revoke, not to certify', () => {
    expect(() => acceptComment('refuse', ' \r\n ')).toThrow('comment_required');
    expect(() => acceptComment('revoke', '')).toThrow('comment_required');
    expect(acceptComment('certify', '')).toBe('');
  });

  test('holds 500 code points after trimming, with a line break as one', () => {
    expect(acceptComment('refuse', ` ${'😀'.repeat(500)}\r\n`)).toBe('😀'.repeat(500));
    expect(Array.from(acceptComment('refuse', `好\r\n${'😀'.repeat(498)}`))).toHaveLength(500);
    expect(() => acceptComment('refuse', '好'.repeat(501))).toThrow('comment_too_long');
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
    expect(allowedActions('under_certification', null, now)).toEqual([]);
  });

  test('asked for again by the same certifier is the one that stands, also after the close', () => {
    expect(judge(certified, certify, certifier, window, window.closesAt)).toBe('repeated');
  });

  test.each([
    ['by another certifier', certify, { ...certifier, personId: 'teacher-2' }],
    ['to the contrary', { ...certify, action: 'refuse', comment: '不符' } as const, certifier],
    ['with another comment', { ...certify, comment: '很好' }, certifier],
  ])('asked for again %s is told who decided what and when', (_, verdict, who) => {
    expect(() => judge(certified, verdict, who, window, now)).toThrow(
      expect.objectContaining({
        code: 'already_decided',
        details: { certifierName: '王老師', action: 'certify', decidedAt: now.toISOString() },
      }),
    );
  });

  test('about another version than the present one is a conflict', () => {
    expect(() => judge(waiting, { ...certify, version: 1 }, certifier, window, now)).toThrow('version_conflict');
  });

  test('about a sealed case is refused', () => {
    const sealed: CertificationCase = { ...certified, status: 'sealed', sealedBatchId: 'batch' };
    const revoke = { version: 2, action: 'revoke', comment: '誤植' } as const;
    expect(() => judge(sealed, revoke, certifier, window, now)).toThrow(
      expect.objectContaining({ code: 'transition_not_allowed', details: { status: 'sealed', action: 'revoke' } }),
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
