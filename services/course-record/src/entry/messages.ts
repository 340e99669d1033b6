import type * as proto from '@licheng/contracts/course-record';
import { LichengError } from '@licheng/portfolio-rules';
import type { HandInBatch, HandInItem } from '../domain/hand-in.ts';
import type { TodoItem } from '../domain/todo.ts';
import type { Moment } from '../application/ports.ts';
import type { OutcomeView } from '../application/outcome-view.ts';
import type { SubmitResult } from '../application/submit-outcomes.ts';

const optional = (instant: Date | null): Date | undefined => instant ?? undefined;

export function windowStates({ windows, now }: Moment): proto.WindowState[] {
  return windows.map((window) => ({
    academicYear: window.academicYear,
    operation: window.operation,
    opensAt: window.opensAt,
    closesAt: window.closesAt,
    open: window.opensAt <= now && now < window.closesAt,
  }));
}

export function outcomeMessage(view: OutcomeView): proto.Outcome {
  return {
    id: view.id,
    courseId: view.courseId,
    subject: view.subject,
    academicYear: view.academicYear,
    status: view.status,
    version: view.version,
    summary: view.summary,
    files: view.files,
    createdAt: view.createdAt,
    submittedAt: optional(view.submittedAt),
    decidedAt: optional(view.decidedAt),
    certifierName: view.certifierName,
    comment: view.comment,
    refusalReason: view.refusalReason,
    onBehalfOfName: view.onBehalfOfName,
    receiptId: view.receiptId ?? '',
    allowedActions: view.allowedActions,
    submitBlockedBy: view.submitBlockedBy,
    selected: view.selectedAt !== null,
    handedInAt: optional(view.handedInAt),
    history: view.history.map((entry) => ({ ...entry, receiptId: entry.receiptId ?? '' })),
  };
}

export function submitResultMessage({ outcomeId, answer }: SubmitResult): proto.SubmitResult {
  return answer instanceof LichengError
    ? { outcomeId, outcome: undefined, refusedBy: answer.code, detailsJson: JSON.stringify(answer.details) }
    : { outcomeId, outcome: outcomeMessage(answer), refusedBy: '', detailsJson: '' };
}

export function todoMessage({ closesAt, ...item }: TodoItem): proto.TodoItem {
  return { ...item, closesAt: optional(closesAt) };
}

/** Outside, a dropped item is a rejected one: its reason says that it never left. */
const ITEM_STATUS = {
  sent: 'sent',
  received: 'received',
  rejected: 'rejected',
  dropped: 'rejected',
} as const satisfies Record<HandInItem['status'], string>;

export function batchMessage(batch: HandInBatch): proto.HandInBatch {
  return {
    id: batch.id,
    number: batch.number,
    academicYear: batch.academicYear,
    status: batch.status,
    createdAt: batch.createdAt,
    items: batch.items.map((item) => ({
      id: item.id,
      outcomeId: item.outcomeId,
      studentName: item.studentName,
      subject: item.subject,
      version: item.version,
      files: item.files,
      status: ITEM_STATUS[item.status],
      rejection: item.rejection,
      acknowledgedAt: optional(item.acknowledgedAt),
    })),
  };
}
