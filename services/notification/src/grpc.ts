import { type NotificationServiceServer, NotificationServiceService } from '@licheng/contracts/notification';
import type { Database } from '@licheng/database';
import { LichengError } from '@licheng/portfolio-rules';
import { type Logger, type TokenVerifier, requirePerson, unary } from '@licheng/service-kit';
import { z } from 'zod';
import { noticesIn } from './notice-store.ts';
import { pageTokenOf, positionOf } from './page-token.ts';

const MAX_PAGE_SIZE = 50;
const noticeIds = z.array(z.guid()).max(200);

export function notificationService(database: Database, entry: { verifier: TokenVerifier; log: Logger }) {
  const implementation: NotificationServiceServer = {
    listNotices: unary(entry, async ({ pageSize, pageToken }, { principal }) => {
      const { personId, institutionId } = requirePerson(principal);
      const limit = pageSize <= 0 ? MAX_PAGE_SIZE : Math.min(pageSize, MAX_PAGE_SIZE);
      const after = positionOf(pageToken);
      const { notices, unreadCount } = await database.transaction(institutionId, (tx) =>
        // One more than the page tells whether there is a next one.
        noticesIn(tx, institutionId).list(personId, limit + 1, after),
      );
      const page = notices.slice(0, limit);
      const last = page.at(-1);
      const nextPageToken = notices.length > limit && last !== undefined ? pageTokenOf(last) : '';
      return { notices: page, unreadCount, nextPageToken };
    }),

    // Ids of other people's notices are passed over like ids of none: the answer tells nothing about them.
    markNoticesRead: unary(entry, async ({ ids }, { principal }) => {
      const { personId, institutionId } = requirePerson(principal);
      const wanted = noticeIds.safeParse(ids);
      if (!wanted.success) throw new LichengError('invalid_request', { field: 'ids' });
      await database.transaction(institutionId, (tx) => noticesIn(tx, institutionId).markRead(personId, wanted.data));
      return {};
    }),
  };
  return { definition: NotificationServiceService, implementation };
}
