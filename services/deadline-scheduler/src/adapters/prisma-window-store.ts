import { randomUUID } from 'node:crypto';
import { type Transaction, prismaTransaction } from '@licheng/database';
import type { Outbox } from '@licheng/messaging';
import { LichengError, type Operation } from '@licheng/portfolio-rules';
import type { Actor, WindowStore } from '../application/ports.ts';
import type { CalendarWindow, WindowKey } from '../domain/calendar-window.ts';
import type { PlannedReminder } from '../domain/reminder.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';

const isTaken = (error: unknown) => error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';

async function databaseNow(tx: Transaction): Promise<Date> {
  const [row] = await tx.query<{ now: Date }>('SELECT now() AS now');
  if (row === undefined) throw new Error('the database told no time');
  return new Date(row.now);
}

const toWindow = (row: Omit<CalendarWindow, 'operation'> & { operation: string }): CalendarWindow => ({
  ...row,
  operation: row.operation as Operation,
});

async function write(prisma: Prisma.TransactionClient, window: CalendarWindow): Promise<void> {
  const { id, version, opensAt, closesAt } = window;
  if (version === 1) {
    try {
      await prisma.calendarWindow.create({ data: window });
    } catch (error) {
      throw isTaken(error) ? new LichengError('version_conflict', {}, { cause: error }) : error;
    }
    return;
  }
  const { count } = await prisma.calendarWindow.updateMany({
    where: { id, version: version - 1 },
    data: { version, opensAt, closesAt },
  });
  if (count === 0) throw new LichengError('version_conflict');
}

async function planAgain(
  prisma: Prisma.TransactionClient,
  window: CalendarWindow,
  reminders: readonly PlannedReminder[],
): Promise<void> {
  const { id: windowId, version: windowVersion, institutionId, academicYear, operation, closesAt } = window;
  await prisma.reminder.deleteMany({ where: { windowId, emittedAt: null, droppedAt: null } });
  await prisma.reminder.createMany({
    data: reminders.map(({ lead, dueAt }) => ({
      id: randomUUID(),
      windowId,
      windowVersion,
      institutionId,
      academicYear,
      operation,
      closesAt,
      lead,
      dueAt,
    })),
  });
}

export function createWindowStore(prisma: PrismaClient, outbox: Outbox): WindowStore {
  return {
    list: (institutionId) =>
      prismaTransaction(prisma, institutionId, async (db, tx) => {
        const rows = await db.calendarWindow.findMany({
          where: { institutionId },
          orderBy: [{ academicYear: 'desc' }, { opensAt: 'asc' }, { operation: 'asc' }],
        });
        return { windows: rows.map(toWindow), now: await databaseNow(tx) };
      }),

    transaction: (institutionId, work) =>
      prismaTransaction(prisma, institutionId, async (db, tx) => {
        return work({
          now: await databaseNow(tx),
          find: async ({ academicYear, operation }: WindowKey) => {
            const key = { institutionId, academicYear, operation };
            const row = await db.calendarWindow.findUnique({ where: { institutionId_academicYear_operation: key } });
            return row === null ? null : toWindow(row);
          },
          save: async (window: CalendarWindow, reminders: readonly PlannedReminder[], actor: Actor) => {
            await write(db, window);
            const { id, version, opensAt, closesAt, academicYear, operation } = window;
            await db.windowVersion.create({
              data: {
                windowId: id,
                version,
                institutionId,
                opensAt,
                closesAt,
                setBy: actor.personId,
                setByName: actor.name,
              },
            });
            await planAgain(db, window, reminders);
            await outbox.add(tx, [
              {
                type: 'calendar.window.set.v1',
                subject: id,
                data: { windowId: id, institutionId, academicYear, operation, opensAt, closesAt, version },
              },
            ]);
          },
        });
      }),
  };
}
