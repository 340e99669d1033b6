import { describe, expect, it } from 'vitest';
import {
  formatDate,
  formatDateTime,
  formatTime,
  fromTaipeiInput,
  timeLeft,
  timeSince,
  toTaipeiInput,
} from '../src/lib/taipei.ts';

describe('times are Taipei times, whatever the device thinks', () => {
  it('shows the manual’s form of a date', () => {
    expect(formatDate('2022-07-08T03:00:00Z')).toBe('2022/07/08');
  });

  it('is already the next day in Taipei at 16:00 UTC', () => {
    expect(formatDate('2022-07-31T15:59:59.999Z')).toBe('2022/07/31');
    expect(formatDate('2022-07-31T16:00:00Z')).toBe('2022/08/01');
    expect(formatDateTime('2021-12-31T16:05:00Z')).toBe('2022/01/01 00:05');
    expect(formatTime('2021-12-31T16:05:00Z')).toBe('00:05');
  });

  it('gives a datetime-local field back as the same instant', () => {
    const iso = '2022-07-31T15:59:00.000Z';
    const back = fromTaipeiInput(toTaipeiInput(iso));
    expect(back).toBe('2022-07-31T23:59:00+08:00');
    expect(new Date(back ?? '').toISOString()).toBe(iso);
  });

  it('knows an unfinished field', () => {
    for (const value of ['', '2022-07-31', '2022-07-31T23']) expect(fromTaipeiInput(value)).toBeNull();
  });

  it('rounds the time left down and never below the close', () => {
    const now = Date.parse('2022-07-01T00:00:00Z');
    const inMinutes = (minutes: number) => timeLeft(now, new Date(now + minutes * 60_000).toISOString());
    expect(inMinutes(3 * 1440 + 1439)).toEqual({ unit: 'day', count: 3 });
    expect(inMinutes(47 * 60 + 59)).toEqual({ unit: 'hour', count: 47 });
    expect(inMinutes(59.9)).toEqual({ unit: 'minute', count: 59 });
    expect(inMinutes(0)).toEqual({ unit: 'minute', count: 0 });
    expect(inMinutes(-1)).toEqual({ unit: 'over', count: 0 });
  });

  it('counts waiting in whole units and forgives a clock ahead', () => {
    const now = Date.parse('2022-07-03T00:00:00Z');
    expect(timeSince(now, '2022-07-01T00:00:00Z')).toEqual({ unit: 'day', count: 2 });
    expect(timeSince(now, '2022-07-02T22:30:00Z')).toEqual({ unit: 'hour', count: 1 });
    expect(timeSince(now, '2022-07-03T00:00:05Z')).toEqual({ unit: 'minute', count: 0 });
  });
});
