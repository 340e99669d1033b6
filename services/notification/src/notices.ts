import { randomUUID } from 'node:crypto';
import type { EventData } from '@licheng/contracts/events';
import type { CloudEvent } from '@licheng/messaging';
import type { Prisma } from './generated/prisma/client.ts';

export type NoticeKind = 'outcome_certified' | 'outcome_refused' | 'outcome_revoked' | 'handed_in' | 'file_rejected';

/** Changes of an outcome that its student is told of; the others the student made. */
const KIND_OF_CHANGE: ReadonlyMap<string, NoticeKind> = new Map([
  ['certified', 'outcome_certified'],
  ['refused', 'outcome_refused'],
  ['revoked', 'outcome_revoked'],
  ['handed_in', 'handed_in'],
]);

export function kindOfChange({ change }: EventData<'outcome.changed.v1'>): NoticeKind | null {
  return KIND_OF_CHANGE.get(change) ?? null;
}

/** Adds a notice; the same fact for the same person is one notice, however often it is told. */
export async function addNotice(
  prisma: Prisma.TransactionClient,
  event: Pick<CloudEvent, 'id' | 'time'>,
  notice: {
    institutionId: string;
    personId: string;
    kind: NoticeKind;
    outcomeId?: string;
    courseId?: string;
    subject: string;
  },
): Promise<void> {
  const row = { id: randomUUID(), factId: event.id, createdAt: event.time, ...notice };
  await prisma.notice.createMany({ data: [row], skipDuplicates: true });
}
