import type { ErrorCode, ErrorDetails } from '@licheng/portfolio-rules';

/** What can go wrong before any server answered, beside everything the server may say. */
export const CLIENT_ERROR_CODES = ['offline', 'timed_out', 'answer_not_understood'] as const;
export type ClientErrorCode = ErrorCode | (typeof CLIENT_ERROR_CODES)[number];

/** `title`: what happened. `body`: what it means and what to do. */
export interface ErrorText {
  title: string;
  body: string;
}

export type ErrorTexts = Record<ClientErrorCode, (details: ErrorDetails) => ErrorText>;

export function detailText(details: ErrorDetails, key: string): string | null {
  const value = details[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function detailNumber(details: ErrorDetails, key: string): number | null {
  const value = details[key];
  return typeof value === 'number' ? value : null;
}
