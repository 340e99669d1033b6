import { prismaTransaction } from '@licheng/database';
import type { Outbox, OutgoingEvent } from '@licheng/messaging';
import type { DueReminder, ReminderStore } from '../application/ports.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** SKIP LOCKED: replicas share the timers out between them, and none waits for another. */
const TAKE_DUE = `SELECT id, window_id AS "windowId", institution_id AS "institutionId", academic_year AS "academicYear",
    operation, closes_at AS "closesAt", lead, now() AS now
  FROM reminders WHERE emitted_at IS NULL AND dropped_at IS NULL AND due_at <= now()
  ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED`;

function toEvent(reminder: DueReminder): OutgoingEvent {
  const { windowId, institutionId, academicYear, operation, closesAt, lead } = reminder;
  return {
    type: 'reminder.due.v1',
    subject: windowId,
    data: { windowId, institutionId, academicYear, operation, closesAt, lead },
  };
}

export function createReminderStore(prisma: PrismaClient, outbox: Outbox): ReminderStore {
  return {
    settleDue: (limit, decide) =>
      prismaTransaction(prisma, null, async (db, tx) => {
        const due = await tx.query<DueReminder & { now: Date }>(TAKE_DUE, [limit]);
        const now = due[0]?.now;
        if (now === undefined) return 0;
        const told = due.filter((reminder) => decide(reminder, now) === 'emit');
        const dropped = due.filter((reminder) => !told.includes(reminder));
        const ids = (reminders: readonly DueReminder[]) => ({ id: { in: reminders.map(({ id }) => id) } });
        if (told.length > 0) await db.reminder.updateMany({ where: ids(told), data: { emittedAt: now } });
        if (dropped.length > 0) await db.reminder.updateMany({ where: ids(dropped), data: { droppedAt: now } });
        await outbox.add(tx, told.map(toEvent));
        return due.length;
      }),
  };
}
