import { describe, expect, it } from 'vitest';
import {
  blockerOf,
  FILE_EVENTS,
  FILE_TRANSITIONS,
  FORM_EVENTS,
  FORM_PHASES,
  FORM_TRANSITIONS,
  isOpenForChange,
  isUnderWay,
  needsTransfer,
  nextFilePhase,
  nextFormPhase,
} from '../src/features/upload/upload-machine.ts';
import { FILE_PHASES } from '../src/text/vocabulary.ts';

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

describe('one file of the upload form', () => {
  it('has a cell for every phase and event', () => {
    for (const phase of FILE_PHASES)
      expect(Object.keys(FILE_TRANSITIONS[phase]).sort()).toEqual([...FILE_EVENTS].sort());
  });

  it('can reach every phase', () => {
    expect(reachable('empty', FILE_EVENTS, nextFilePhase)).toEqual(new Set(FILE_PHASES));
  });

  it('goes 已選擇 → 上傳中 → 已收到 → 檢查中 → 可送出', () => {
    const phases = (['choose', 'start', 'advance', 'receive', 'save', 'pass'] as const).reduce(
      (path, event) => [...path, nextFilePhase(path.at(-1) ?? 'empty', event) ?? 'empty'],
      ['empty' as (typeof FILE_PHASES)[number]],
    );
    expect(phases).toEqual(['empty', 'chosen', 'uploading', 'uploading', 'received', 'checking', 'passed']);
  });

  it('goes on after a lost connection, and may even end while the loss is still shown', () => {
    expect(nextFilePhase('uploading', 'lose_connection')).toBe('paused');
    expect(nextFilePhase('paused', 'advance')).toBe('uploading');
    expect(nextFilePhase('paused', 'receive')).toBe('received');
  });

  it('cannot be exchanged while its bytes travel or are checked', () => {
    for (const phase of ['uploading', 'paused', 'checking'] as const) {
      for (const event of ['choose', 'choose_unfit', 'remove'] as const) expect(nextFilePhase(phase, event)).toBeNull();
    }
  });

  it('is never passed without having been checked', () => {
    const intoPassed = FILE_PHASES.filter((phase) => FILE_TRANSITIONS[phase].pass === 'passed');
    expect(intoPassed).toEqual(['checking', 'passed']);
  });

  it('travels only when chosen or failed: what the server has is not sent twice', () => {
    expect(FILE_PHASES.filter(needsTransfer)).toEqual(['chosen', 'failed']);
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

  it('starts once: a second press while it is sent means nothing', () => {
    for (const phase of ['sending', 'saving', 'checking', 'accepted'] as const) {
      expect(nextFormPhase(phase, 'start')).toBeNull();
    }
  });

  it.each([
    ['no file at all', { document: 'empty', media: 'empty' }, '', 'file_required'],
    ['a file that cannot be used', { document: 'refused', media: 'chosen' }, '', 'file_refused'],
    ['a file that did not pass', { document: 'rejected', media: 'empty' }, '', 'file_rejected'],
    ['101 characters', { document: 'chosen', media: 'empty' }, '字'.repeat(101), 'summary_too_long'],
    ['100 characters with emoji and CRLF', { document: 'chosen', media: 'empty' }, `${'😀'.repeat(99)}\r\n`, null],
    ['one media file alone', { document: 'empty', media: 'chosen' }, '', null],
    ['a file kept from before', { document: 'passed', media: 'empty' }, '', null],
  ] as const)('with %s is blocked by the right reason', (_, phases, summary, blocker) => {
    expect(blockerOf(phases, summary)).toBe(blocker);
  });
});
