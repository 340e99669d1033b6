import { discardSession, findSession, keepSession } from './open-sessions.ts';
import { sessionKey, type UploadTarget } from './session-state.ts';
import { createUploadSession, type UploadSession } from './upload-session.ts';

/** The one session of this form in this tab. */
export function openSession(target: UploadTarget): UploadSession {
  const key = sessionKey(target.personId, target.courseId, target.outcome?.id ?? null);
  const known = findSession(key);
  if (known !== undefined) return known;
  const session: UploadSession = createUploadSession(target, () => void discardSession(session));
  keepSession(session);
  return session;
}
