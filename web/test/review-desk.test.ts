import type { CaseListResource, CaseResource } from '@licheng/rest-contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readDraft, writeDraft } from '../src/features/certification/comment-drafts.ts';
import { filterFrom, isNarrowed, paramsOf } from '../src/features/certification/queue-filter.ts';
import { allStale, flatten, type Pages, withCase, withPage } from '../src/features/certification/queue-pages.ts';
import { rowsInSight, rowsToDraw } from '../src/features/certification/row-window.ts';
import { type KeyPress, shortcutOf } from '../src/features/certification/shortcuts.ts';
import { faultOf } from '../src/features/deputies/deputy-days.ts';
import { certificationTexts as certificationEn } from '../src/text/en/certification.ts';
import { deputiesTexts as deputiesEn } from '../src/text/en/deputies.ts';
import { certificationTexts } from '../src/text/zh-hant/certification.ts';
import { deputiesTexts } from '../src/text/zh-hant/deputies.ts';

const item = (outcomeId: string, studentName = '') => ({ outcomeId, studentName }) as CaseResource;
const answer = (ids: string[], nextCursor: string | null) =>
  ({ cases: ids.map((id) => item(id)), nextCursor }) as CaseListResource;
const idsOf = (pages: Pages) => flatten(pages).rows.map((row) => row.outcomeId);

describe('the pages of the queue', () => {
  const two = withPage(withPage([], 0, answer(['a', 'b'], 'b')), 1, answer(['c', 'd'], null));

  it('show a case once, also while it stands on two pages', () => {
    expect(idsOf(withPage(two, 0, answer(['a', 'c'], 'c')))).toEqual(['a', 'c', 'd']);
  });

  it('fetch the following page again from where the one before it now ends', () => {
    const moved = withPage(two, 0, answer(['a', 'x'], 'x'));
    expect(moved[1]).toMatchObject({ cursor: 'x', stale: true });
    expect(withPage(two, 0, answer(['a', 'b'], 'b'))[1]?.stale).toBe(false);
  });

  it('end where the server says the queue ends', () => {
    expect(idsOf(withPage(two, 0, answer(['a'], null)))).toEqual(['a']);
  });

  it('take a changed case wherever it stands, and nothing else', () => {
    const changed = withCase(two, 'c', (known) => ({ ...known, studentName: '王小明' }));
    expect(flatten(changed).rows.map((row) => row.studentName)).toEqual(['', '', '王小明', '']);
    expect(withCase(two, 'z', (known) => known)).toBe(two);
  });

  it('are all stale after an event', () => {
    expect(allStale(two).every((page) => page.stale)).toBe(true);
  });
});

describe('the window on the queue', () => {
  it('holds the rows in sight and no more than there are', () => {
    expect(rowsInSight({ top: 0, bottom: 500 }, 100, 10_000)).toEqual({ first: 0, end: 5 });
    expect(rowsInSight({ top: 250, bottom: 700 }, 100, 4)).toEqual({ first: 2, end: 4 });
    expect(rowsInSight({ top: -300, bottom: -10 }, 100, 4)).toEqual({ first: 0, end: 0 });
  });

  it('keeps the focused row in the page however far away it is', () => {
    expect(rowsToDraw({ first: 500, end: 503 }, 1, 10_000, 2)).toEqual([2, 499, 500, 501, 502, 503]);
    expect(rowsToDraw({ first: 0, end: 2 }, 1, 10_000, 9_000)).toEqual([0, 1, 2, 9_000]);
    expect(rowsToDraw({ first: 0, end: 3 }, 2, 3, 1)).toEqual([0, 1, 2]);
  });
});

describe('the shortcuts', () => {
  const press = (key: string, given: Partial<KeyPress> = {}): KeyPress => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    repeat: false,
    isComposing: false,
    defaultPrevented: false,
    ...given,
  });
  const free = { typing: false, dialogOpen: false };

  it('work with and without caps lock', () => {
    expect(shortcutOf(press('a'), free)).toBe('certify');
    expect(shortcutOf(press('J'), free)).toBe('next');
    expect(shortcutOf(press('?'), free)).toBe('help');
    expect(shortcutOf(press('q'), free)).toBeNull();
  });

  it('never fire while somebody types, composes Chinese or answers a dialog', () => {
    expect(shortcutOf(press('a'), { ...free, typing: true })).toBeNull();
    expect(shortcutOf(press('a'), { ...free, dialogOpen: true })).toBeNull();
    expect(shortcutOf(press('a', { isComposing: true }), free)).toBeNull();
  });

  it('leave what the browser means by a modifier alone', () => {
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey'] as const) {
      expect(shortcutOf(press('a', { [modifier]: true }), free)).toBeNull();
    }
  });

  it('do not decide a whole queue while a key is held', () => {
    expect(shortcutOf(press('a', { repeat: true }), free)).toBeNull();
    expect(shortcutOf(press('j', { repeat: true }), free)).toBe('next');
  });
});

describe('the filter in the address', () => {
  it('is read back as it was written', () => {
    const filter = filterFrom({
      status: 'certified',
      course: '0b0c7a4e-6f5d-4f6e-9d53-2f4d8a1c9b11',
      days: '7',
      q: ' 學生 ',
    });
    expect(filter).toMatchObject({ status: 'certified', minAgeDays: 7, search: '學生' });
    expect(filterFrom(paramsOf(filter))).toEqual(filter);
    expect(isNarrowed(filter)).toBe(true);
  });

  it('falls back to the plain queue for what it does not know', () => {
    expect(filterFrom({ status: 'x', course: '../..', days: '5' })).toEqual(filterFrom({}));
    expect(paramsOf(filterFrom({}))).toEqual({ status: undefined, course: undefined, days: undefined, q: undefined });
    expect(isNarrowed(filterFrom({ status: 'all' }))).toBe(false);
  });
});

describe('the draft of a comment', () => {
  const kept = new Map<string, string>();
  beforeEach(() => {
    kept.clear();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is the certifier’s and the case’s own, and goes with the decision', () => {
    writeDraft('teacher', 'case', { comment: '請補上', reason: 'other' });
    expect(readDraft('teacher', 'case')).toEqual({ comment: '請補上', reason: 'other' });
    expect(readDraft('someone else', 'case')).toEqual({ comment: '', reason: null });
    writeDraft('teacher', 'case', null);
    expect(kept.size).toBe(0);
  });

  it('is forgotten after a month and when there are too many', () => {
    const day = 24 * 3600 * 1000;
    writeDraft('teacher', 'old', { comment: '舊', reason: null }, 0);
    for (let index = 0; index < 120; index += 1) {
      writeDraft('teacher', `case-${index}`, { comment: '新', reason: null }, 40 * day + index);
    }
    expect(readDraft('teacher', 'old').comment).toBe('');
    expect(readDraft('teacher', 'case-0').comment).toBe('');
    expect(readDraft('teacher', 'case-119').comment).toBe('新');
  });

  it('survives what something else has written in its place', () => {
    kept.set('licheng.review.drafts.teacher', '{"case":{"comment":1},"b":null}');
    expect(readDraft('teacher', 'case')).toEqual({ comment: '', reason: null });
  });
});

describe('an appointment of a deputy', () => {
  const given = {
    teacherId: 't',
    deputyId: 'd',
    courseId: '',
    firstDay: '2026-11-24',
    lastDay: '2026-11-30',
  };
  it.each([
    [{}, null],
    [{ teacherId: '' }, 'teacher'],
    [{ deputyId: '' }, 'deputy'],
    [{ deputyId: 't' }, 'samePerson'],
    [{ firstDay: '' }, 'firstDay'],
    [{ lastDay: '' }, 'lastDay'],
    [{ lastDay: '2026-11-23' }, 'order'],
    [{ firstDay: '2026-10-01', lastDay: '2026-11-01' }, 'over'],
    [{ lastDay: '2026-11-24' }, null],
  ] as const)('with %o is refused for %s before the server is asked', (changed, fault) => {
    expect(faultOf({ ...given, ...changed }, '2026-11-24')).toBe(fault);
  });
});

describe.each([
  ['zh-Hant', { ...certificationTexts, ...deputiesTexts }],
  ['en', { ...certificationEn, ...deputiesEn }],
])('the texts of the certifier in %s', (_, texts) => {
  it('say something everywhere', () => {
    const empty = (value: unknown): boolean =>
      typeof value === 'string'
        ? value.trim() === ''
        : typeof value === 'object' && value !== null && Object.values(value).some(empty);
    expect(empty(texts)).toBe(false);
  });
});
