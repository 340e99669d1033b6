import { type Transaction, prismaTransaction } from '@licheng/database';
import type { Outbox } from '@licheng/messaging';
import type { Portfolio, PortfolioReader } from '../application/ports.ts';
import type { Acknowledgement, HandInItem } from '../domain/holding.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';

/** Writes the item unless it was received before. @returns what is known of it now. */
async function writeItem(
  prisma: Prisma.TransactionClient,
  { files, ...item }: HandInItem,
  acknowledgement: Acknowledgement,
) {
  const { itemId } = item;
  const rejection = acknowledgement.result === 'rejected' ? acknowledgement.rejection : '';
  const row = { ...item, result: acknowledgement.result, rejection, acknowledgedAt: new Date() };
  let { count } = await prisma.holding.createMany({ data: [row], skipDuplicates: true });
  // A rejected item may be sent again and then be received; never the other way round.
  if (count === 0) ({ count } = await prisma.holding.updateMany({ where: { itemId, result: 'rejected' }, data: row }));
  if (count > 0 && acknowledgement.result === 'received') {
    await prisma.heldFile.createMany({
      data: files.map(({ slot, fileName, mediaType, sha256, sizeBytes }) => ({
        itemId,
        slot,
        fileName,
        mediaType,
        sizeBytes,
        sha256: sha256.toLowerCase(),
      })),
    });
  }
  return prisma.holding.findUniqueOrThrow({ where: { itemId } });
}

/** The portfolio inside a transaction of the consumer. */
export function portfolioIn(prisma: Prisma.TransactionClient, tx: Transaction, outbox: Outbox): Portfolio {
  return {
    async keepResult({ files, ...result }) {
      const row = { ...result, files: files.map(({ slot, sha256, sizeBytes }) => ({ slot, sha256, sizeBytes })) };
      const { outcomeId, version, decidedAt } = result;
      const { count } = await prisma.certifiedResult.createMany({ data: [row], skipDuplicates: true });
      if (count > 0) return;
      await prisma.certifiedResult.updateMany({
        where: { outcomeId, version, decidedAt: { lt: decidedAt } },
        data: row,
      });
    },

    async keepItem(item, acknowledgement) {
      const { itemId, batchId, institutionId, result, rejection, acknowledgedAt } = await writeItem(
        prisma,
        item,
        acknowledgement,
      );
      await outbox.add(tx, [
        {
          type: 'central.acknowledged.v1',
          subject: itemId,
          data: { itemId, batchId, institutionId, result, rejection, acknowledgedAt },
        },
      ]);
    },
  };
}

export function createPortfolioReader(prisma: PrismaClient): PortfolioReader {
  return {
    isReceived: (itemId) =>
      prismaTransaction(
        prisma,
        null,
        async (db) => (await db.holding.count({ where: { itemId, result: 'received' } })) > 0,
      ),

    received: (academicYear) =>
      prismaTransaction(prisma, null, async (db) => {
        const rows = await db.holding.findMany({
          where: { result: 'received', ...(academicYear === 0 ? {} : { academicYear }) },
          orderBy: [{ acknowledgedAt: 'asc' }, { itemId: 'asc' }],
          include: { files: { orderBy: { slot: 'asc' } } },
        });
        return rows.map(({ acknowledgedAt, ...row }) => ({ ...row, receivedAt: acknowledgedAt }));
      }),
  };
}
