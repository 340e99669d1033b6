import type { IncomingMessage } from 'node:http';
import { LichengError } from '@licheng/portfolio-rules';
import type { Incoming } from '../../application/receive-bytes.ts';
import { bodyLength, hasOffsetContentType } from './protocol.ts';

/** A sender that falls silent for this long is gone; it finds its bytes kept when it comes back. */
const SILENCE_MS = 60_000;

export function incomingFrom(request: IncomingMessage): Incoming {
  request.setTimeout(SILENCE_MS, () => request.destroy());
  return { bytes: request, lengthBytes: bodyLength(request), cancel: () => request.destroy() };
}

/** "All PATCH requests MUST use Content-Type: application/offset+octet-stream, otherwise the server SHOULD return 415." */
export function requireOffsetContentType(request: IncomingMessage): void {
  if (!hasOffsetContentType(request)) throw new LichengError('invalid_request', { field: 'Content-Type' });
}
