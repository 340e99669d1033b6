import type { Transaction } from '@licheng/database';
import type { EventHandlers } from '@licheng/messaging';
import type { Prisma } from './generated/prisma/client.ts';
import { addNotice, kindOfChange } from './notices.ts';

/** `clientOf`: the typed client of the consumer's transaction. */
export function factHandlers(
  clientOf: (tx: Transaction) => Prisma.TransactionClient,
): EventHandlers<'notification.facts'> {
  return {
    'outcome.changed.v1': async (event, commit) => {
      const kind = kindOfChange(event.data);
      if (kind === null) return;
      const { institutionId, studentId: personId, outcomeId, courseId, subject } = event.data;
      await commit((tx) =>
        addNotice(clientOf(tx), event, { institutionId, personId, kind, outcomeId, courseId, subject }),
      );
    },

    'media.rejected.v1': (event, commit) => {
      const { institutionId, ownerId: personId } = event.data;
      return commit((tx) =>
        addNotice(clientOf(tx), event, { institutionId, personId, kind: 'file_rejected', subject: '' }),
      );
    },

    'identity.person.created.v1': ({ data: { personId, institutionId, role } }, commit) =>
      commit(async (tx) => {
        const row = { institutionId, role };
        await clientOf(tx).person.upsert({ where: { personId }, create: { personId, ...row }, update: row });
      }),

    // Whoever has something undone should be told, and this service does not know who that is yet.
    'reminder.due.v1': (_event, commit) => commit(async () => {}),
  };
}
