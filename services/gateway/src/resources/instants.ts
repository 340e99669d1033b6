import { LichengError } from '@licheng/portfolio-rules';
import type { Instant } from '@licheng/rest-contract';

/** A message field the contract always fills; proto3 alone cannot say so. */
export function present<T>(value: T | undefined): T {
  if (value === undefined)
    throw new LichengError('internal', {}, { cause: new Error('a peer left out a required field') });
  return value;
}

export const instant = (date: Date | undefined): Instant => present(date).toISOString();
export const instantOrNull = (date: Date | undefined): Instant | null => date?.toISOString() ?? null;
