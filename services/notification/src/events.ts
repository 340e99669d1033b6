import type { EventHandlers } from '@licheng/messaging';
import { noticesIn } from './notice-store.ts';
import { kindOfChange } from './notices.ts';

/** What nobody is told of is acknowledged without a transaction: hearing it again would change nothing either. */
export const factHandlers: EventHandlers<'notification.facts'> = {
  'outcome.changed.v1': async ({ id: factId, time: createdAt, data }, commit) => {
    const kind = kindOfChange(data);
    if (kind === null) return;
    const { institutionId, studentId: personId, outcomeId, courseId, subject } = data;
    await commit((tx) =>
      noticesIn(tx, institutionId).add({ personId, factId, kind, outcomeId, courseId, subject, createdAt }),
    );
  },

  'media.rejected.v1': ({ id: factId, time: createdAt, data: { institutionId, ownerId: personId } }, commit) =>
    commit((tx) =>
      noticesIn(tx, institutionId).add({
        personId,
        factId,
        kind: 'file_rejected',
        outcomeId: null,
        courseId: null,
        subject: '',
        createdAt,
      }),
    ),

  'identity.person.created.v1': ({ data: { personId, institutionId, role } }, commit) =>
    commit((tx) => noticesIn(tx, institutionId).remember(personId, role)),

  // Whoever has something undone should be told, and this service does not know who that is yet.
  'reminder.due.v1': async () => {},
};
