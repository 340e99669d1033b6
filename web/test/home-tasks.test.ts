import type { HomeResource } from '@licheng/rest-contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { deadlineOf, destinationOf, tasksOf } from '../src/features/home/todo.ts';
import { restoreLanguage } from '../src/text/text.ts';

beforeAll(() => restoreLanguage());

type Item = HomeResource['todo'][number];

const item = (change: Partial<Item>): Item => ({
  kind: 'unsent',
  outcomeId: 'o1',
  courseId: 'c1',
  subject: '英文(三)',
  academicYear: 110,
  summary: '',
  fileName: '我的學習成果.pdf',
  since: '2022-07-01T00:00:00Z',
  operation: 'submit',
  closesAt: '2022-07-31T16:00:00Z',
  windowOpen: true,
  ...change,
});

const certified = (outcomeId: string, academicYear = 110) =>
  item({ kind: 'certified_not_selected', operation: 'select', outcomeId, academicYear });

describe('what is left to do', () => {
  it('counts outcomes, not lines, and joins what only waits to be selected by its year', () => {
    const tasks = tasksOf([item({}), certified('o2'), certified('o3'), certified('o4', 109)]);
    expect(tasks.nowCount).toBe(4);
    expect(tasks.now.map((task) => task.items.map(({ outcomeId }) => outcomeId))).toEqual([
      ['o1'],
      ['o2', 'o3'],
      ['o4'],
    ]);
  });

  it('keeps the server’s order', () => {
    const todo = [item({ outcomeId: 'b', kind: 'refused' }), item({ outcomeId: 'a' })];
    expect(tasksOf(todo).now.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('is not what waits for others, nor what cannot be done now', () => {
    const tasks = tasksOf([
      item({ kind: 'under_certification', operation: 'certify' }),
      item({ outcomeId: 'o2', windowOpen: false }),
    ]);
    expect([tasks.nowCount, tasks.laterCount, tasks.waiting.length]).toEqual([0, 1, 1]);
  });

  it('leads to the form where a file has to be replaced, to the outcome where it is to be sent', () => {
    const [replace, send] = tasksOf([item({ kind: 'file_rejected' }), item({ outcomeId: 'o2' })]).now;
    expect(replace && destinationOf(replace)).toBe('/courses/c1?edit=o1');
    expect(send && destinationOf(send)).toBe('/outcomes/o2');
  });
});

describe('a deadline', () => {
  const now = Date.parse('2022-07-30T16:00:00Z');
  const windows = [
    {
      academicYear: 110,
      operation: 'submit',
      opensAt: '2022-08-01T00:00:00Z',
      closesAt: '2022-08-31T16:00:00Z',
      open: false,
    },
  ] as const;

  it('names the operation, the moment in Taipei and the time left', () => {
    expect(deadlineOf(item({}), [], now)).toEqual({
      words: '送出認證至2022/08/01 00:00止',
      left: '還有24小時',
      soon: true,
    });
  });

  it('is not pressing a week before', () => {
    expect(deadlineOf(item({}), [], now - 7 * 24 * 3600_000).soon).toBe(false);
  });

  it('says when it opens, or that it is over', () => {
    const shut = item({ windowOpen: false, closesAt: '2022-08-31T16:00:00Z' });
    expect(deadlineOf(shut, windows, now).words).toBe('送出認證自2022/08/01 08:00開始');
    expect(deadlineOf(shut, [], Date.parse('2022-09-01T00:00:00Z')).words).toBe('送出認證已於2022/09/01 00:00截止');
    expect(deadlineOf(item({ closesAt: null, windowOpen: false }), [], now).words).toBe('送出認證目前沒有作業時程');
  });
});
