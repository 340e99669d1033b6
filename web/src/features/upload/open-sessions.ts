import { createSignal } from 'solid-js';
import type { UploadSession } from './upload-session.ts';

const [openSessions, setOpenSessions] = createSignal<readonly UploadSession[]>([]);
/** Every upload that is still worth showing, whether its form is open or not. */
export { openSessions };

export function findSession(key: string): UploadSession | undefined {
  return openSessions().find((session) => session.key() === key);
}

export function keepSession(session: UploadSession): void {
  setOpenSessions((sessions) => (sessions.includes(session) ? sessions : [...sessions, session]));
}

/** Resolves when it writes nothing more. */
export function discardSession(session: UploadSession): Promise<void> {
  setOpenSessions((sessions) => sessions.filter((other) => other !== session));
  return session.dispose();
}

/** A form somebody left without finishing it; nothing goes on there by itself. */
interface IdleDraft {
  key: string;
  personId: string;
  courseId: string;
  subject: string;
  /** null: a new outcome. */
  outcomeId: string | null;
  savedAtMs: number;
}

const [idleDrafts, setIdleDrafts] = createSignal<readonly IdleDraft[]>([]);
/** Drafts found when the person came, until each is opened or waved away. */
export { idleDrafts, setIdleDrafts };

export function waveAway(key: string): void {
  setIdleDrafts((drafts) => drafts.filter((draft) => draft.key !== key));
}

interface Leaving {
  subjects: readonly string[];
  decide: (choice: 'stay' | 'remove' | 'keep') => void;
}

const [leaving, setLeaving] = createSignal<Leaving | null>(null);
/** The question before signing out, while it is open. */
export { leaving, setLeaving };
