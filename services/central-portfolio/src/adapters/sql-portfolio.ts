import type { EventData } from '@licheng/contracts/events';
import type { Database, Transaction } from '@licheng/database';
import type { Outbox } from '@licheng/messaging';
import type { HeldItem, Portfolio, PortfolioReader } from '../application/ports.ts';
import * as sql from './portfolio-statements.ts';

type Acknowledged = EventData<'central.acknowledged.v1'>;

/** The portfolio inside a transaction of the consumer. */
export function portfolioIn(tx: Transaction, outbox: Outbox): Portfolio {
  return {
    async keepResult(result) {
      await tx.query(sql.KEEP_RESULT, [
        result.outcomeId,
        result.version,
        result.institutionId,
        result.studentId,
        result.courseId,
        result.academicYear,
        JSON.stringify(result.files.map(({ slot, sha256, sizeBytes }) => ({ slot, sha256, sizeBytes }))),
        result.certifierName,
        result.decidedAt,
        result.revoked,
      ]);
    },

    async keepItem(item, acknowledgement) {
      const { itemId } = item;
      const [written] = await tx.query<Acknowledged>(sql.KEEP_ITEM, [
        itemId,
        item.batchId,
        item.batchNumber,
        item.institutionId,
        item.studentId,
        item.courseId,
        item.subject,
        item.academicYear,
        item.outcomeId,
        item.version,
        item.submittedAt,
        acknowledgement.result,
        acknowledgement.result === 'rejected' ? acknowledgement.rejection : '',
        JSON.stringify(item.files),
      ]);
      // Received before. Read by a statement of its own: it sees what another replica has only just written.
      const data = written ?? (await tx.query<Acknowledged>(sql.FIND_ITEM, [itemId]))[0];
      if (data === undefined) throw new Error('an item neither written nor there');
      await outbox.add(tx, [{ type: 'central.acknowledged.v1', subject: itemId, data }]);
    },
  };
}

export function createPortfolioReader(database: Database): PortfolioReader {
  return {
    isReceived: (itemId) =>
      database.transaction(null, async (tx) => (await tx.query(sql.IS_RECEIVED, [itemId])).length > 0),

    received: (academicYear) =>
      database.transaction(null, (tx) =>
        academicYear === 0
          ? tx.query<HeldItem>(sql.RECEIVED_EVER)
          : tx.query<HeldItem>(sql.RECEIVED_OF_YEAR, [academicYear]),
      ),
  };
}
