import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { LichengError } from '@licheng/portfolio-rules';
import type { Session } from './sessions.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isRead = (method: string | undefined): boolean => method === 'GET' || method === 'HEAD';

/** @throws LichengError `csrf_token_invalid` unless a changing request carries its session's token. */
export function requireCsrfToken({ method, headers }: IncomingMessage, session: Session): void {
  if (isRead(method)) return;
  const sent = headers['x-csrf-token'];
  // Digests have one length, so that the comparison tells nothing of the token's.
  if (typeof sent !== 'string' || !timingSafeEqual(digest(sent), digest(session.csrfToken))) {
    throw new LichengError('csrf_token_invalid');
  }
}

/**
 * Another site must not sign a person in to somebody else's account. There is no session yet and so no token: the browser
 * itself says where the request was made.
 * @throws LichengError `csrf_token_invalid`
 */
export function requireOwnOrigin({ headers }: IncomingMessage, publicUrl: string): void {
  const site = headers['sec-fetch-site'];
  const { origin } = headers;
  if (site !== undefined) {
    if (site !== 'same-origin') throw new LichengError('csrf_token_invalid');
  } else if (origin !== undefined && origin !== new URL(publicUrl).origin && hostOf(origin) !== headers.host) {
    throw new LichengError('csrf_token_invalid');
  }
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
