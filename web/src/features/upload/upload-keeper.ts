import { ApiProblem } from '../../api/api-problem.ts';
import { api } from '../../api/endpoints.ts';
import { keys, queryClient } from '../../api/queries.ts';
import { guardSignOut } from '../../api/session.ts';
import { type Draft, draftStore } from './draft-store.ts';
import { goesOn } from './goes-on.ts';
import { onOtherTabs, tellOtherTabs } from './leadership.ts';
import { discardSession, openSessions, setIdleDrafts, setLeaving } from './open-sessions.ts';
import { openSession } from './open-session.ts';
import { isWorthKeeping, sessionKey, type UploadTarget } from './session-state.ts';

const RETRY_MS = 5_000;

/**
 * Goes on with what this person left unfinished on this device, on whatever page they come back to, until the returned function
 * is called. What others left stays untouched and unseen.
 */
export function keepUploadsOf(personId: string): () => void {
  let ended = false;
  const timers = new Set<ReturnType<typeof setTimeout>>();

  for (const session of openSessions()) {
    if (session.target.personId === personId) session.resume();
    else void discardSession(session);
  }
  tellOtherTabs({ kind: 'signed_in', personId });
  const stopListening = onOtherTabs((message) => {
    // The cookie is every tab's: another person signed in there is signed in here.
    if (message.kind === 'signed_in' && message.personId !== personId) {
      void queryClient.refetchQueries({ queryKey: keys.session });
    }
    if (message.kind === 'removed' && message.personId === personId) {
      for (const session of openSessions()) void discardSession(session);
    }
  });
  const stopGuarding = guardSignOut(() => askBeforeLeaving(personId));

  const restore = async (draft: Draft) => {
    const target = await targetOf(draft);
    if (ended || target === null) return;
    openSession(target);
  };
  const restorePatiently = (draft: Draft) => {
    restore(draft).catch((error: unknown) => {
      if (ended) return;
      if (error instanceof ApiProblem && error.code === 'not_found') void draftStore.remove(draft.key);
      else timers.add(setTimeout(() => restorePatiently(draft), RETRY_MS));
    });
  };
  const begin = async () => {
    await draftStore.removeForgotten(Date.now());
    const drafts = await draftStore.listOf(personId);
    if (ended) return;
    for (const draft of drafts.filter(goesOn)) restorePatiently(draft);
    setIdleDrafts(
      drafts
        .filter((draft) => !goesOn(draft))
        .map(({ key, courseId, subject, outcome, savedAtMs }) => ({
          key,
          personId,
          courseId,
          subject,
          outcomeId: outcome?.id ?? null,
          savedAtMs,
        })),
    );
  };
  // Where nothing can be kept, nothing was.
  begin().catch(() => undefined);

  return () => {
    ended = true;
    for (const timer of timers) clearTimeout(timer);
    stopListening();
    stopGuarding();
    setIdleDrafts([]);
    for (const session of openSessions()) session.suspend();
  };
}

/** null when a draft of an outcome names no outcome any more. @throws ApiProblem */
async function targetOf(draft: Draft): Promise<UploadTarget | null> {
  const { personId, courseId, subject } = draft;
  const isNew = draft.key === sessionKey(personId, courseId, null);
  return { personId, courseId, subject, outcome: isNew ? null : await api.getOutcome(draft.outcomeId) };
}

async function askBeforeLeaving(personId: string): Promise<boolean> {
  const drafts = await draftStore.listOf(personId).catch(() => []);
  // What is only being checked is the server's: leaving loses nothing.
  const subjects = new Set(drafts.filter((draft) => !draft.checking).map((draft) => draft.subject));
  const own = openSessions().filter((session) => session.target.personId === personId);
  for (const { state, target } of own) {
    if (state.phase !== 'checking' && isWorthKeeping(state, state.summary)) subjects.add(target.subject);
  }
  if (subjects.size === 0) return true;
  const choice = await new Promise<'stay' | 'remove' | 'keep'>((resolve) =>
    setLeaving({ subjects: [...subjects], decide: resolve }),
  );
  setLeaving(null);
  if (choice === 'stay') return false;
  if (choice === 'remove') tellOtherTabs({ kind: 'removed', personId });
  // What is still being written would come back after the deletion.
  await Promise.all(own.map(discardSession));
  if (choice === 'remove') await draftStore.removeAllOf(personId).catch(() => undefined);
  return true;
}
