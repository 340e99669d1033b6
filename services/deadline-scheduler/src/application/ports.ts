import type { CalendarWindow, WindowKey } from '../domain/calendar-window.ts';
import type { Lead, PlannedReminder } from '../domain/reminder.ts';

/** Who asks, as far as this service cares. */
export interface Actor {
  personId: string;
  name: string;
}

/** A timer whose time has come, locked for whoever holds it. */
export interface DueReminder {
  id: string;
  windowId: string;
  institutionId: string;
  academicYear: number;
  operation: string;
  closesAt: Date;
  lead: Lead;
}

/** One institution's windows inside one transaction. */
interface WindowTransaction {
  /** The database's clock. */
  now: Date;
  find(key: WindowKey): Promise<CalendarWindow | null>;
  /**
   * Writes the window with its history, its planned reminders in place of those still waiting, and the event that tells.
   * @throws LichengError `version_conflict` when somebody else changed it since it was read.
   */
  save(window: CalendarWindow, reminders: readonly PlannedReminder[], actor: Actor): Promise<void>;
}

export interface WindowStore {
  list(institutionId: string): Promise<{ windows: CalendarWindow[]; now: Date }>;
  transaction<T>(institutionId: string, work: (tx: WindowTransaction) => Promise<T>): Promise<T>;
}

export interface ReminderStore {
  /**
   * Takes up to `limit` timers that are due and that no other replica holds, and settles each as decided, in one
   * transaction. @returns how many were taken.
   */
  settleDue(limit: number, decide: (reminder: DueReminder, now: Date) => 'emit' | 'drop'): Promise<number>;
}
