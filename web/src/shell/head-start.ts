import { homeQuery, queryClient } from '../api/queries.ts';
import { readStored, writeStored } from '../lib/storage.ts';

const KEY = 'licheng.was-student';

/** Told by the shell once it knows who is signed in; logging out forgets it. */
export function rememberForHeadStart(isStudent: boolean): void {
  writeStored(KEY, isStudent ? 'yes' : null);
}

/**
 * Every page of a student shows what is still to be done. Where the last one here was a student it is asked for beside the
 * session instead of after it: one round trip less before something can be read. A guess; the server answers only who may ask.
 */
export function takeHeadStart(): void {
  if (readStored(KEY) !== null) void queryClient.prefetchQuery(homeQuery());
}
