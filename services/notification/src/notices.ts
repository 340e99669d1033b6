import type { EventData } from '@licheng/contracts/events';

export type NoticeKind = 'outcome_certified' | 'outcome_refused' | 'outcome_revoked' | 'handed_in' | 'file_rejected';

/** What one person is told of one fact. */
export interface NewNotice {
  personId: string;
  /** Id of the event that told the fact. */
  factId: string;
  kind: NoticeKind;
  outcomeId: string | null;
  courseId: string | null;
  subject: string;
  createdAt: Date;
}

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
