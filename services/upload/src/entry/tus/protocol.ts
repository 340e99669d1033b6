import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { LichengError } from '@licheng/portfolio-rules';
import type { Owner } from '../../application/ports.ts';
import type { Reception } from '../../application/reception.ts';

/** tus 1.0.0: https://tus.io/protocols/resumable-upload; each verb's file quotes the rules it keeps. */
export const TUS_VERSION = '1.0.0';

export interface TusRequest {
  request: IncomingMessage;
  response: ServerResponse;
  owner: Owner;
}

/** A verb on one upload. @returns what to answer; headers common to all answers are added. */
export type TusVerb = (reception: Reception, tus: TusRequest, uploadId: string) => Promise<TusAnswer>;

export interface TusAnswer {
  status: number;
  headers?: OutgoingHttpHeaders;
}

const NON_NEGATIVE_INTEGER = /^\d{1,15}$/;

/** @throws LichengError `invalid_request` for anything but a non-negative integer. */
export function integerHeader(request: IncomingMessage, name: string): number {
  const value = String(request.headers[name.toLowerCase()] ?? '');
  if (!NON_NEGATIVE_INTEGER.test(value)) throw new LichengError('invalid_request', { field: name });
  return Number(value);
}

export function bodyLength(request: IncomingMessage): number | undefined {
  return request.headers['content-length'] === undefined ? undefined : integerHeader(request, 'Content-Length');
}

/** "The Upload-Expires header […] value MUST be in RFC 9110 datetime format." */
export function expiresHeader(expiresAt: Date | null): OutgoingHttpHeaders {
  return expiresAt === null ? {} : { 'upload-expires': expiresAt.toUTCString() };
}

const OFFSET_CONTENT_TYPE = 'application/offset+octet-stream';

export function hasOffsetContentType(request: IncomingMessage): boolean {
  return request.headers['content-type'] === OFFSET_CONTENT_TYPE;
}
