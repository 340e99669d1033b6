import type { SessionResource } from '@licheng/rest-contract';
import { type Accessor, createContext, useContext } from 'solid-js';

const SignedInContext = createContext<Accessor<SessionResource>>();

export const SignedInProvider = SignedInContext.Provider;

/** Who is signed in; only inside the pages that need someone to be. */
export function useSignedIn(): Accessor<SessionResource> {
  const session = useContext(SignedInContext);
  if (session === undefined) throw new Error('useSignedIn is called outside the signed-in part of the app');
  return session;
}
