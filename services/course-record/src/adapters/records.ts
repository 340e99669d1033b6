import type { Transaction } from '@licheng/database';
import type { Outbox } from '@licheng/messaging';
import type { Records } from '../application/ports.ts';
import { calendarStore } from './calendar-store.ts';
import { courseStore } from './course-store.ts';
import { eventOf } from './fact-events.ts';
import { handInStore } from './hand-in-store.ts';
import { outcomeStore } from './outcome-store.ts';

/** Everything of one institution inside a transaction that is already open. */
export function recordsOf(tx: Transaction, institutionId: string, outbox: Outbox): Records {
  return {
    courses: courseStore(tx, institutionId),
    outcomes: outcomeStore(tx, institutionId),
    calendar: calendarStore(tx, institutionId),
    handIns: handInStore(tx, institutionId),
    tell: (facts) =>
      outbox.add(
        tx,
        facts.map((fact) => eventOf(fact, institutionId)),
      ),
  };
}
