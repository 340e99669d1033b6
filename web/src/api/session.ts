import type { SessionResource } from '@licheng/rest-contract';
import { createSignal } from 'solid-js';
import { setServerTime } from '../lib/server-clock.ts';
import { ApiProblem } from './api-problem.ts';
import { setClientHooks, setCsrfToken } from './client.ts';
import { api } from './endpoints.ts';
import { keys, queryClient } from './queries.ts';
import { watchQuery } from './watch-query.ts';

const [signedOut, setSignedOut] = createSignal(false);
/** Whether the person left on purpose: then there is nothing to come back to. */
export { signedOut };

function remember(session: SessionResource): SessionResource {
  setCsrfToken(session.csrfToken);
  setServerTime(session.serverTime);
  return session;
}

/** The session of this browser, or null when nobody is signed in. */
async function fetchSession(): Promise<SessionResource | null> {
  const session = await api.getSession();
  return session === undefined ? null : remember(session);
}

export function useSession() {
  return watchQuery(() => ({
    queryKey: keys.session,
    queryFn: fetchSession,
    staleTime: 5 * 60_000,
    reconcile: false as const,
  }));
}

export async function signIn(login: string, password: string): Promise<void> {
  const session = remember(await api.signIn({ login, password }));
  setSignedOut(false);
  queryClient.clear();
  queryClient.setQueryData(keys.session, session);
}

const signOutGuards = new Set<() => Promise<boolean>>();

/** Asks `guard` before signing out, until the returned function is called; false keeps the person signed in. */
export function guardSignOut(guard: () => Promise<boolean>): () => void {
  signOutGuards.add(guard);
  return () => signOutGuards.delete(guard);
}

export async function signOut(): Promise<void> {
  for (const guard of signOutGuards) if (!(await guard())) return;
  try {
    await api.signOut();
  } catch (error) {
    if (!(error instanceof ApiProblem && error.code === 'authentication_required')) throw error;
  }
  setCsrfToken('');
  setSignedOut(true);
  queryClient.setQueryData(keys.session, null);
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
}

/** Joins the REST client to the session: an ended one shows the login page, a stale CSRF token is renewed once. */
export function connectSession(): void {
  setClientHooks({
    onAuthenticationRequired: () => queryClient.setQueryData(keys.session, null),
    renewCsrfToken: async () => {
      const session = await fetchSession().catch(() => null);
      if (session !== null) queryClient.setQueryData(keys.session, session);
      return session !== null;
    },
  });
}
