import { expect, it } from 'vitest';
import { academicYearOf } from '../src/index.ts';

it.each([
  ['2021-07-31T15:59:59.999Z', 109],
  ['2021-07-31T16:00:00.000Z', 110],
  ['2022-07-31T15:59:59.999Z', 110],
  ['2024-02-29T00:00:00.000Z', 112],
])('%s lies in academic year %i, which turns at midnight of 1 August in Taipei', (instant, year) => {
  expect(academicYearOf(new Date(instant))).toBe(year);
});
