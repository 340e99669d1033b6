import { randomUUID } from 'node:crypto';
import { type CalendarWindow, type WindowKey, type WindowTimes, sameTimes } from '../domain/calendar-window.ts';
import { planReminders } from '../domain/reminder.ts';
import type { Actor, WindowStore } from './ports.ts';

/** Sets a window. The same times again change nothing and tell nobody. */
export function putWindow(store: WindowStore, wanted: WindowKey & WindowTimes, actor: Actor): Promise<CalendarWindow> {
  return store.transaction(wanted.institutionId, async (tx) => {
    const present = await tx.find(wanted);
    if (present !== null && sameTimes(present, wanted)) return present;
    const window = { ...wanted, id: present?.id ?? randomUUID(), version: (present?.version ?? 0) + 1 };
    await tx.save(window, planReminders(window, tx.now), actor);
    return window;
  });
}
