import type { EventData } from '@licheng/contracts/events';
import type { Transaction } from '@licheng/database';
import type { EventHandlers } from '@licheng/messaging';
import type { CertifiedResult, Portfolio } from '../application/ports.ts';
import type { Acknowledgement, HandInItem } from '../domain/holding.ts';

function required(time: Date | undefined): Date {
  if (time === undefined) throw new Error('the fact has no time');
  return time;
}

function resultOf(data: EventData<'certification.result.certified.v1'>, revoked: boolean): CertifiedResult {
  const { outcomeId, version, institutionId, studentId, courseId, academicYear, files, certifierName, decidedAt } =
    data;
  return {
    outcomeId,
    version,
    institutionId,
    studentId,
    courseId,
    academicYear,
    files,
    certifierName,
    revoked,
    decidedAt: required(decidedAt),
  };
}

function itemOf({ submittedAt, files, ...item }: EventData<'hand-in.submitted.v1'>): HandInItem {
  return { ...item, files, submittedAt: required(submittedAt) };
}

/** `portfolioIn`: the portfolio inside the consumer's transaction. `receive`: fetches an item's files before it. */
export function resultHandlers(
  portfolioIn: (tx: Transaction) => Portfolio,
  receive: (item: HandInItem) => Promise<Acknowledgement>,
): EventHandlers<'central-portfolio.results'> {
  return {
    'certification.result.certified.v1': ({ data }, commit) =>
      commit((tx) => portfolioIn(tx).keepResult(resultOf(data, false))),

    'certification.result.revoked.v1': ({ data }, commit) =>
      commit((tx) => portfolioIn(tx).keepResult(resultOf(data, true))),

    'hand-in.submitted.v1': async ({ data }, commit) => {
      const item = itemOf(data);
      const acknowledgement = await receive(item);
      await commit((tx) => portfolioIn(tx).keepItem(item, acknowledgement));
    },
  };
}
