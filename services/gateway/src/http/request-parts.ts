import { json, type Request, type Response } from 'express';
import { LichengError } from '@licheng/portfolio-rules';
import type { z } from 'zod';

const BODY_LIMIT = '64kb';
const parseJson = json({ limit: BODY_LIMIT });

/** @throws LichengError `invalid_request` that names fields and nothing of their values. */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = new Set(result.error.issues.map((issue) => issue.path.join('.')).filter((field) => field !== ''));
  throw new LichengError('invalid_request', fields.size === 0 ? {} : { fields: [...fields].join(', ') });
}

/** An id in the path that cannot be one names nothing there is. @throws LichengError `not_found` */
export function paramsOf(request: Request, schema: z.ZodObject): object {
  const result = schema.safeParse(request.params);
  if (!result.success) throw new LichengError('not_found');
  return result.data;
}

export async function bodyOf(request: Request, response: Response, schema: z.ZodObject): Promise<object> {
  await new Promise<void>((resolve, reject) => {
    parseJson(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  return parsed(schema, request.body);
}

const ETAG = /^"([1-9]\d{0,8})"$/;

/** @throws LichengError `precondition_required` without `If-Match`, `invalid_request` when it is no ETag of ours. */
export function expectedVersionOf(request: Request): number {
  const header = request.headers['if-match'];
  if (header === undefined) throw new LichengError('precondition_required');
  const version = ETAG.exec(header.trim())?.[1];
  if (version === undefined) throw new LichengError('invalid_request', { fields: 'If-Match' });
  return Number(version);
}

export const etagOf = (version: number): string => `"${version}"`;

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{16,128}$/;

/** @throws LichengError `invalid_request` */
export function idempotencyKeyOf(request: Request): string {
  const header = request.headers['idempotency-key'];
  if (typeof header !== 'string' || !IDEMPOTENCY_KEY.test(header)) {
    throw new LichengError('invalid_request', { fields: 'Idempotency-Key' });
  }
  return header;
}
