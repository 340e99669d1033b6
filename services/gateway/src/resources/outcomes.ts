import type {
  HistoryEntry,
  ListOutcomesResponse,
  ListSelectableResponse,
  Outcome,
  OutcomeFile,
} from '@licheng/contracts/course-record';
import type {
  ErrorCode,
  FileCheck,
  FileRejection,
  FileSlot,
  OutcomeAction,
  OutcomeStatus,
} from '@licheng/portfolio-rules';
import type {
  HistoryEntryResource,
  OutcomeFileResource,
  OutcomeListResource,
  OutcomeResource,
  SelectionResource,
} from '@licheng/rest-contract';
import { toCourse, toWindow } from './courses.ts';
import { instant, instantOrNull, present } from './instants.ts';

function toFile(outcomeId: string, file: OutcomeFile): OutcomeFileResource {
  const href = file.check === 'passed' ? `/api/v1/outcomes/${outcomeId}/files/${file.slot}` : null;
  return {
    slot: file.slot as FileSlot,
    uploadId: file.uploadId,
    fileName: file.fileName,
    mediaType: file.mediaType,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    check: file.check as FileCheck,
    rejection: file.rejection === '' ? null : (file.rejection as FileRejection),
    href,
    thumbnailHref: href !== null && file.hasThumbnail ? `${href}/thumbnail` : null,
  };
}

const toHistoryEntry = ({ at, ...entry }: HistoryEntry): HistoryEntryResource => ({ ...entry, at: instant(at) });

export function toOutcome(message: Outcome | undefined): OutcomeResource {
  const outcome = present(message);
  return {
    id: outcome.id,
    courseId: outcome.courseId,
    subject: outcome.subject,
    academicYear: outcome.academicYear,
    status: outcome.status as OutcomeStatus,
    version: outcome.version,
    summary: outcome.summary,
    files: outcome.files.map((file) => toFile(outcome.id, file)),
    createdAt: instant(outcome.createdAt),
    submittedAt: instantOrNull(outcome.submittedAt),
    decidedAt: instantOrNull(outcome.decidedAt),
    certifierName: outcome.certifierName,
    comment: outcome.comment,
    allowedActions: outcome.allowedActions as OutcomeAction[],
    submitBlockedBy: outcome.submitBlockedBy === '' ? null : (outcome.submitBlockedBy as ErrorCode),
    selected: outcome.selected,
    handedInAt: instantOrNull(outcome.handedInAt),
    history: outcome.history.map(toHistoryEntry),
  };
}

export const toOutcomeList = ({ course, outcomes, windows }: ListOutcomesResponse): OutcomeListResource => ({
  course: toCourse(present(course)),
  outcomes: outcomes.map(toOutcome),
  windows: windows.map(toWindow),
});

export const toSelection = (
  academicYear: number,
  { academicYears, limit, outcomes, windows }: ListSelectableResponse,
): SelectionResource => ({
  academicYear,
  academicYears,
  limit,
  outcomes: outcomes.map(toOutcome),
  windows: windows.map(toWindow),
});
