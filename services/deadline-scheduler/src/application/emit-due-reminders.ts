import { isStillTrue } from '../domain/reminder.ts';
import type { ReminderStore } from './ports.ts';

const BATCH = 100;

/** Settles every timer that is due now: told once, or dropped when it would no longer be true. */
export async function emitDueReminders(store: ReminderStore): Promise<void> {
  for (;;) {
    const taken = await store.settleDue(BATCH, ({ lead, closesAt }, now) =>
      isStillTrue(lead, closesAt, now) ? 'emit' : 'drop',
    );
    if (taken < BATCH) return;
  }
}
