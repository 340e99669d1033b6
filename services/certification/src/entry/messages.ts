import type { Case, Deputy as DeputyMessage, VerdictResult as ResultMessage } from '@licheng/contracts/certification';
import type { CaseView, VerdictResult } from '../application/ports.ts';
import { shownStatus } from '../domain/case-status.ts';
import type { Deputy } from '../domain/deputy.ts';

export function toMessage(view: CaseView): Case {
  const { case: shown, allowedActions, claim, deputisingFor } = view;
  const { decision, pending } = shown;
  return {
    outcomeId: shown.outcomeId,
    version: shown.version,
    courseId: shown.courseId,
    subject: shown.subject,
    academicYear: shown.academicYear,
    studentName: shown.studentName,
    status: shownStatus(shown.status),
    summary: shown.summary,
    files: [...shown.files],
    submittedAt: shown.submittedAt,
    decidedAt: decision?.decidedAt,
    certifierName: decision?.certifierName ?? '',
    comment: decision?.comment ?? '',
    allowedActions,
    revision: shown.revision,
    termSystem: shown.termSystem,
    term: shown.term,
    refusalReason: decision?.refusalReason ?? '',
    onBehalfOfName: decision?.onBehalfOf?.name ?? '',
    claim: claim ?? undefined,
    pendingVerdict:
      pending === null
        ? undefined
        : {
            action: pending.action,
            certifierName: pending.certifierName,
            undoUntil: pending.publishAt,
            own: view.ownPending,
          },
    deputisingForName: deputisingFor?.name ?? '',
    history: view.history.map((entry) => ({ ...entry, refusalReason: entry.refusalReason ?? '' })),
    sealed: shown.sealedBatchId !== null,
  };
}

export function toResultMessage(result: VerdictResult): ResultMessage {
  const { outcomeId } = result;
  if ('view' in result) return { outcomeId, case: toMessage(result.view), refusedBy: '', detailsJson: '' };
  const { code, details } = result.refusal;
  return { outcomeId, case: undefined, refusedBy: code, detailsJson: JSON.stringify(details) };
}

export function toDeputyMessage(deputy: Deputy): DeputyMessage {
  return {
    id: deputy.id,
    teacherId: deputy.teacher.id,
    teacherName: deputy.teacher.name,
    deputyId: deputy.deputy.id,
    deputyName: deputy.deputy.name,
    courseId: deputy.course?.id ?? '',
    subject: deputy.course?.subject ?? '',
    firstDay: deputy.firstDay,
    lastDay: deputy.lastDay,
    appointedByName: deputy.appointedByName,
    appointedAt: deputy.appointedAt,
    endedAt: deputy.endedAt ?? undefined,
    endedByName: deputy.endedByName,
    active: deputy.active,
  };
}
