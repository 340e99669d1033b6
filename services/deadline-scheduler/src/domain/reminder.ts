import type { WindowTimes } from './calendar-window.ts';

const HOUR_MS = 60 * 60 * 1000;

/** How long before the close people are reminded, longest first (product: 7 days, 1 day and 1 hour before a close). */
const LEADS = [
  { name: '7d', ms: 7 * 24 * HOUR_MS },
  { name: '1d', ms: 24 * HOUR_MS },
  { name: '1h', ms: HOUR_MS },
] as const;
export type Lead = (typeof LEADS)[number]['name'];

export interface PlannedReminder {
  lead: Lead;
  dueAt: Date;
}

/**
 * The reminders still to come for a window. One that was due already, or would come before the window opens, says
 * nothing true any more and is left out.
 */
export function planReminders(window: WindowTimes, now: Date): PlannedReminder[] {
  return LEADS.map(({ name, ms }) => ({ lead: name, dueAt: new Date(window.closesAt.getTime() - ms) })).filter(
    ({ dueAt }) => dueAt > now && dueAt >= window.opensAt,
  );
}

/**
 * Whether a timer that is taken only now still says something true: the next shorter lead, or the close itself, has not
 * come yet. A scheduler that was down for two days must not say "7 days left" beside "1 hour left".
 */
export function isStillTrue(lead: Lead, closesAt: Date, now: Date): boolean {
  const next = LEADS[LEADS.findIndex(({ name }) => name === lead) + 1];
  return now.getTime() < closesAt.getTime() - (next?.ms ?? 0);
}
