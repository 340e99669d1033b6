import type { IncomingMessage } from 'node:http';
import { ABSOLUTE_MS } from './sessions.ts';

/** The prefix makes browsers refuse it without Secure, with a Domain or from another path. */
const NAME = '__Host-licheng_session';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';
const ID = /^[A-Za-z0-9_-]{43}$/;

export function sessionIdOf({ headers }: IncomingMessage): string | undefined {
  for (const pair of headers.cookie?.split(';') ?? []) {
    const [name, value = ''] = pair.trim().split('=', 2);
    if (name === NAME && ID.test(value)) return value;
  }
  return undefined;
}

export const sessionCookie = (id: string): string => `${NAME}=${id}; ${ATTRIBUTES}; Max-Age=${ABSOLUTE_MS / 1000}`;
export const noSessionCookie = `${NAME}=; ${ATTRIBUTES}; Max-Age=0`;
