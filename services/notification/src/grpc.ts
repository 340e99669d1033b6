import { type NotificationServiceServer, NotificationServiceService } from '@licheng/contracts/notification';
import { prismaTransaction } from '@licheng/database';
import { LichengError } from '@licheng/portfolio-rules';
import { type Logger, type TokenVerifier, requirePerson, unary } from '@licheng/service-kit';
import { z } from 'zod';
import type { PrismaClient } from './generated/prisma/client.ts';

const MAX_PAGE_SIZE = 50;
const noticeIds = z.array(z.guid()).max(200);

export function notificationService(prisma: PrismaClient, entry: { verifier: TokenVerifier; log: Logger }) {
  const implementation: NotificationServiceServer = {
    listNotices: unary(entry, async ({ pageSize }, { principal }) => {
      const { personId, institutionId } = requirePerson(principal);
      return prismaTransaction(prisma, institutionId, async (db) => {
        const notices = await db.notice.findMany({
          where: { personId, institutionId },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: pageSize <= 0 ? MAX_PAGE_SIZE : Math.min(pageSize, MAX_PAGE_SIZE),
        });
        const unreadCount = await db.notice.count({ where: { personId, institutionId, readAt: null } });
        return {
          notices: notices.map(({ id, kind, outcomeId, courseId, subject, createdAt, readAt }) => ({
            id,
            kind,
            subject,
            createdAt,
            outcomeId: outcomeId ?? '',
            courseId: courseId ?? '',
            read: readAt !== null,
          })),
          unreadCount,
        };
      });
    }),

    // Ids of other people's notices are passed over like ids of none: the answer tells nothing about them.
    markNoticesRead: unary(entry, async ({ ids }, { principal }) => {
      const { personId, institutionId } = requirePerson(principal);
      const wanted = noticeIds.safeParse(ids);
      if (!wanted.success) throw new LichengError('invalid_request', { field: 'ids' });
      await prismaTransaction(prisma, institutionId, (db) =>
        db.notice.updateMany({
          where: { id: { in: wanted.data }, personId, institutionId, readAt: null },
          data: { readAt: new Date() },
        }),
      );
      return {};
    }),
  };
  return { definition: NotificationServiceService, implementation };
}
