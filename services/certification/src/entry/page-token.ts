import { LichengError } from '@licheng/portfolio-rules';
import { z } from 'zod';
import type { Position } from '../application/ports.ts';

const position = z.tuple([z.iso.datetime(), z.guid()]);

/** Opaque to callers: they only hand it back. */
export function writePageToken(next: Position | null): string {
  if (next === null) return '';
  return Buffer.from(JSON.stringify([next.submittedAt.toISOString(), next.outcomeId])).toString('base64url');
}

/** @throws LichengError `invalid_request` for anything this service did not write. */
export function readPageToken(token: string): Position | null {
  if (token === '') return null;
  try {
    const [submittedAt, outcomeId] = position.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
    return { submittedAt: new Date(submittedAt), outcomeId };
  } catch (cause) {
    throw new LichengError('invalid_request', { field: 'pageToken' }, { cause });
  }
}
