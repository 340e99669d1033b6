import { createSignal } from 'solid-js';
import type { UploadSession } from './upload-session.ts';

const [openSessions, setOpenSessions] = createSignal<readonly UploadSession[]>([]);
/** Every upload that is still worth showing, whether its form is open or not. */
export { openSessions };

export function findSession(key: string): UploadSession | undefined {
  return openSessions().find((session) => session.key === key);
}

export function keepSession(session: UploadSession): void {
  setOpenSessions((sessions) => [...sessions.filter((other) => other.key !== session.key), session]);
}

export function discardSession(session: UploadSession): void {
  session.dispose();
  setOpenSessions((sessions) => sessions.filter((other) => other !== session));
}
