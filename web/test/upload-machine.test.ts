import { describe, expect, it } from 'vitest';
import {
  blockerOf,
  FILE_EVENTS,
  FILE_TRANSITIONS,
  FORM_EVENTS,
  FORM_PHASES,
  FORM_TRANSITIONS,
  goesOnByItself,
  isMoving,
  isOpenForChange,
  isUnderWay,
  nextFilePhase,
  nextForPress,
  nextFormPhase,
} from '../src/features/upload/upload-machine.ts';
import { FILE_PHASES } from '../src/text/vocabulary.ts';

type FilePhase = (typeof FILE_PHASES)[number];

function reachable<S extends string, E extends string>(
  start: S,
  events: readonly E[],
  next: (state: S, event: E) => S | null,
): Set<S> {
  const seen = new Set<S>([start]);
  for (const state of seen) {
    for (const event of events) {
      const to = next(state, event);
      if (to !== null) seen.add(to);
    }
  }
  return seen;
}

const path = (start: FilePhase, ...events: (typeof FILE_EVENTS)[number][]) =>
  events.reduce<(FilePhase | null)[]>(
    (phases, event) => {
      const last = phases.at(-1) ?? null;
      return [...phases, last === null ? null : nextFilePhase(last, event)];
    },
    [start],
  );

describe('one file of the upload form', () => {
  it('has a cell for every phase and event', () => {
    for (const phase of FILE_PHASES)
      expect(Object.keys(FILE_TRANSITIONS[phase]).sort()).toEqual([...FILE_EVENTS].sort());
  });

  it('can reach every phase, and be got rid of or be checked from every one', () => {
    expect(reachable('empty', FILE_EVENTS, nextFilePhase)).toEqual(new Set(FILE_PHASES));
    for (const phase of FILE_PHASES) expect(reachable(phase, FILE_EVENTS, nextFilePhase)).toContain('empty');
  });

  it('goes 上傳中 → 已收到 → 檢查中 → 可送出', () => {
    expect(path('empty', 'choose', 'fit', 'start', 'advance', 'receive', 'save', 'pass')).toEqual([
      'empty',
      'reading',
      'chosen',
      'uploading',
      'uploading',
      'received',
      'checking',
      'passed',
    ]);
  });

  it('is never changed without being asked: only what was accepted is read again', () => {
    expect(path('reading', 'convert', 'offer', 'accept', 'fit')).toEqual([
      'reading',
      'converting',
      'offered',
      'reading',
      'chosen',
    ]);
    for (const event of ['start', 'fit', 'receive', 'save'] as const)
      expect(nextFilePhase('offered', event)).toBeNull();
  });

  it('goes on after a lost connection, and may even end while the loss is still shown', () => {
    expect(path('uploading', 'lose_connection', 'advance')).toEqual(['uploading', 'interrupted', 'uploading']);
    expect(nextFilePhase('interrupted', 'receive')).toBe('received');
  });

  it('stays paused until the person goes on', () => {
    expect(nextFilePhase('uploading', 'pause')).toBe('paused');
    for (const event of ['advance', 'lose_connection', 'receive', 'fail'] as const) {
      expect(nextFilePhase('paused', event)).toBeNull();
    }
    expect(goesOnByItself('paused')).toBe(false);
    expect(nextFilePhase('paused', 'start')).toBe('uploading');
  });

  it('cannot be exchanged while it is checked, and can be at any other time', () => {
    const fixed = FILE_PHASES.filter((phase) => FILE_TRANSITIONS[phase].choose === null);
    expect(fixed).toEqual(['checking']);
  });

  it('is never passed without having been checked', () => {
    const intoPassed = FILE_PHASES.filter((phase) => FILE_TRANSITIONS[phase].pass === 'passed');
    expect(intoPassed).toEqual(['checking', 'passed']);
  });

  it('travels only when its bytes are not yet there: what the server has is not sent twice', () => {
    const startable = FILE_PHASES.filter((phase) => FILE_TRANSITIONS[phase].start !== null);
    expect(startable).toEqual(['chosen', 'paused', 'interrupted', 'failed']);
    expect(FILE_PHASES.filter(isMoving)).toEqual(['uploading', 'interrupted']);
  });
});

describe('the upload form', () => {
  it('has a cell for every phase and event', () => {
    for (const phase of FORM_PHASES)
      expect(Object.keys(FORM_TRANSITIONS[phase]).sort()).toEqual([...FORM_EVENTS].sort());
  });

  it('can reach every phase', () => {
    expect(reachable('editing', FORM_EVENTS, nextFormPhase)).toEqual(new Set(FORM_PHASES));
  });

  it('is either open for change, under way or done', () => {
    for (const phase of FORM_PHASES) {
      expect([isOpenForChange(phase), isUnderWay(phase), phase === 'accepted'].filter(Boolean)).toHaveLength(1);
    }
  });

  it('is pressed once: a second press while it is carried out means nothing', () => {
    for (const phase of ['sending', 'saving', 'checking', 'accepted'] as const) {
      expect(nextFormPhase(phase, 'press')).toBeNull();
    }
  });

  it.each([
    ['no file at all', { document: 'empty', media: 'empty' }, '', 'file_required'],
    ['a file that cannot be used', { document: 'refused', media: 'chosen' }, '', 'file_refused'],
    ['an offer not answered', { document: 'offered', media: 'received' }, '', 'file_offered'],
    ['a file that did not pass', { document: 'rejected', media: 'empty' }, '', 'file_rejected'],
    ['101 characters', { document: 'chosen', media: 'empty' }, '字'.repeat(101), 'summary_too_long'],
    ['100 characters with emoji and CRLF', { document: 'chosen', media: 'empty' }, `${'😀'.repeat(99)}\r\n`, null],
    ['one media file alone', { document: 'empty', media: 'uploading' }, '', null],
    ['a file kept from before', { document: 'passed', media: 'empty' }, '', null],
  ] as const)('with %s is blocked by the right reason', (_, phases, summary, blocker) => {
    expect(blockerOf(phases, summary)).toBe(blocker);
  });

  it.each([
    ['waits for a file on its way', { document: 'uploading', media: 'received' }, 'wait'],
    ['waits while the connection is lost', { document: 'interrupted', media: 'empty' }, 'wait'],
    ['waits for a file the person has paused', { document: 'paused', media: 'empty' }, 'wait'],
    ['waits for a file that is still read', { document: 'reading', media: 'empty' }, 'wait'],
    ['is carried out when all is there', { document: 'received', media: 'passed' }, 'save'],
    ['is carried out with one file', { document: 'empty', media: 'received' }, 'save'],
    ['is taken back when the only file is taken out', { document: 'empty', media: 'empty' }, 'take_back'],
    ['is taken back when a file turns out unfit', { document: 'refused', media: 'received' }, 'take_back'],
    ['lets the other file arrive before it tells of a failure', { document: 'failed', media: 'uploading' }, 'wait'],
    ['stops when a file failed', { document: 'failed', media: 'received' }, 'transfer_failed'],
  ] as const)('a remembered 新增 %s', (_, phases, next) => {
    expect(nextForPress(phases, '')).toBe(next);
  });
});
