import { describe, expect, test } from 'vitest';
import { isStillTrue, planReminders } from '../src/domain/reminder.ts';

const closesAt = new Date('2026-07-31T16:00:00Z');
const before = (hours: number) => new Date(closesAt.getTime() - hours * 3_600_000);

describe('planning reminders', () => {
  test('a window far ahead has all three', () => {
    expect(planReminders({ opensAt: before(24 * 30), closesAt }, before(24 * 40))).toEqual([
      { lead: '7d', dueAt: before(24 * 7) },
      { lead: '1d', dueAt: before(24) },
      { lead: '1h', dueAt: before(1) },
    ]);
  });

  test('what is due already, to the millisecond, is not planned', () => {
    const leads = (now: Date) => planReminders({ opensAt: before(24 * 30), closesAt }, now).map(({ lead }) => lead);
    expect(leads(before(24 * 7))).toEqual(['1d', '1h']);
    expect(leads(new Date(before(24 * 7).getTime() - 1))).toEqual(['7d', '1d', '1h']);
    expect(leads(before(0.5))).toEqual([]);
    expect(leads(before(-5))).toEqual([]);
  });

  test('nobody is reminded of a window that is not open yet', () => {
    const leads = planReminders({ opensAt: before(48), closesAt }, before(24 * 40)).map(({ lead }) => lead);
    expect(leads).toEqual(['1d', '1h']);
  });
});

describe('a timer taken late', () => {
  test.each([
    ['7d', 24 * 6, true],
    ['7d', 24, false],
    ['1d', 23, true],
    ['1d', 1, false],
    ['1h', 0.5, true],
    ['1h', 0, false],
    ['1h', -1, false],
  ] as const)('%s with %d hours left is told: %s', (lead, hoursLeft, told) => {
    expect(isStillTrue(lead, closesAt, before(hoursLeft))).toBe(told);
  });
});
