import { LichengError, ROLES } from '@licheng/portfolio-rules';
import { type ServiceTokens, errorFrom } from '@licheng/service-kit';
import { requireCsrfToken, requireOwnOrigin } from '../http/csrf.ts';
import type { Handlers } from '../http/handler.ts';
import type { PersonTokens } from '../http/person-tokens.ts';
import { noSessionCookie, sessionCookie, sessionIdOf } from '../http/session-cookie.ts';
import { type Session, type Sessions, sessionKey } from '../http/sessions.ts';
import type { SignInLimits } from '../http/sign-in-limits.ts';
import type { LiveHub } from '../live/live-hub.ts';
import type { Peers } from '../peers.ts';
import { present } from '../resources/instants.ts';
import { toSession } from '../resources/session.ts';

export interface SessionParts {
  identity: Peers['identity'];
  sessions: Sessions;
  limits: SignInLimits;
  tokens: PersonTokens;
  serviceTokens: ServiceTokens;
  live: LiveHub;
  publicUrl: string;
}

export function sessionHandlers(parts: SessionParts) {
  const { identity, sessions, limits, tokens, serviceTokens, live, publicUrl } = parts;

  async function authenticate(login: string, password: string, address: string) {
    const attempt = await limits.attempt(login, address);
    try {
      const answer = await identity.call(
        'authenticate',
        { login, password, address },
        { token: await serviceTokens.current() },
      );
      await attempt.succeeded();
      return present(answer.person);
    } catch (error) {
      if (errorFrom(error).code !== 'invalid_credentials') await attempt.undecided();
      throw error;
    }
  }

  async function end(id: string): Promise<void> {
    const key = sessionKey(id);
    await sessions.end(key);
    tokens.forget(key);
    live.endSession(key);
  }

  async function living(id: string | undefined): Promise<Session | null> {
    try {
      return await sessions.find(id);
    } catch (error) {
      if (errorFrom(error).code === 'authentication_required') return null;
      throw error;
    }
  }

  return {
    getSession: async ({ request }) => {
      const session = await living(sessionIdOf(request));
      return session === null ? null : toSession(session);
    },

    signIn: async ({ request, headers, body: { login, password } }) => {
      requireOwnOrigin(request, publicUrl);
      const person = await authenticate(login, password, request.ip ?? '');
      const role = ROLES.find((known) => known === person.role);
      if (role === undefined) throw new LichengError('internal');
      // Always a new id: one that somebody else may have planted in this browser is worth nothing.
      const before = sessionIdOf(request);
      if (before !== undefined) await end(before);
      const { id, session } = await sessions.create({
        person: { id: person.id, name: person.name, login: person.login, role },
        institution: { id: person.institutionId, name: person.institutionName },
      });
      headers['set-cookie'] = sessionCookie(id);
      return toSession(session);
    },

    signOut: async ({ request, headers }) => {
      const id = sessionIdOf(request);
      const session = await living(id);
      if (id !== undefined && session !== null) {
        requireCsrfToken(request, session);
        await end(id);
      }
      headers['set-cookie'] = noSessionCookie;
    },
  } satisfies Partial<Handlers>;
}
