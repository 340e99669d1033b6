import { LichengError } from '@licheng/portfolio-rules';
import { z } from 'zod';
import type { Position } from './notice-store.ts';

const position = z.tuple([z.iso.datetime(), z.guid()]);

/** Opaque to whoever gets it. */
export function pageTokenOf({ createdAt, id }: Position): string {
  return Buffer.from(JSON.stringify([createdAt.toISOString(), id])).toString('base64url');
}

/** @throws LichengError `invalid_request` for anything that pageTokenOf did not make. */
export function positionOf(token: string): Position | null {
  if (token === '') return null;
  try {
    const [createdAt, id] = position.parse(JSON.parse(Buffer.from(token, 'base64url').toString()));
    return { createdAt: new Date(createdAt), id };
  } catch (cause) {
    throw new LichengError('invalid_request', { field: 'pageToken' }, { cause });
  }
}
