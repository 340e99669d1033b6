import { LichengError } from '@licheng/portfolio-rules';
import { z } from 'zod';
import type { Position } from '../application/ports.ts';

const position = z.tuple([z.iso.datetime(), z.guid(), z.int().min(0)]);

/** Opaque to callers: they only hand it back. */
export function writePageToken(next: Position | null): string {
  if (next === null) return '';
  return Buffer.from(JSON.stringify([next.submittedAt.toISOString(), next.outcomeId, next.matchingCount])).toString(
    'base64url',
  );
}

/** @throws LichengError `invalid_request` for anything this service did not write. */
export function readPageToken(token: string): Position | null {
  if (token === '') return null;
  try {
    const text = Buffer.from(token, 'base64url').toString('utf8');
    const [submittedAt, outcomeId, matchingCount] = position.parse(JSON.parse(text));
    return { submittedAt: new Date(submittedAt), outcomeId, matchingCount };
  } catch (cause) {
    throw new LichengError('invalid_request', { field: 'pageToken' }, { cause });
  }
}
