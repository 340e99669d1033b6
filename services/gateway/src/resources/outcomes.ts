import type {
  DeleteOutcomeResponse,
  HistoryEntry,
  ListOutcomesResponse,
  ListSelectableResponse,
  ListVersionsResponse,
  Outcome,
  OutcomeFile,
  SubmitOutcomesResponse,
} from '@licheng/contracts/course-record';
import type {
  ErrorCode,
  FileCheck,
  FileRejection,
  FileSlot,
  OutcomeAction,
  OutcomeStatus,
  RefusalReason,
} from '@licheng/portfolio-rules';
import type {
  DeletionResource,
  HistoryEntryResource,
  Language,
  OutcomeFileResource,
  OutcomeListResource,
  OutcomeResource,
  SelectionResource,
  SubmissionResultsResource,
  VersionListResource,
} from '@licheng/rest-contract';
import { toCourse, toWindow } from './courses.ts';
import { hasPages } from './document-preview.ts';
import { instant, instantOrNull, present } from './instants.ts';
import { itemProblem } from './item-problem.ts';
import { textOrNull } from './text.ts';

const pathOf = (outcomeId: string): string => `/api/v1/outcomes/${outcomeId}`;
const receiptHref = (receiptId: string): string | null => (receiptId === '' ? null : `/api/v1/receipts/${receiptId}`);

/** @param base of the outcome or of one of its versions. */
function toFile(base: string, file: OutcomeFile): OutcomeFileResource {
  const href = file.check === 'passed' ? `${base}/files/${file.slot}` : null;
  return {
    slot: file.slot as FileSlot,
    uploadId: file.uploadId,
    fileName: file.fileName,
    mediaType: file.mediaType,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    check: file.check as FileCheck,
    rejection: textOrNull<FileRejection>(file.rejection),
    href,
    thumbnailHref: href !== null && file.hasThumbnail ? `${href}/thumbnail` : null,
    previewHref: href !== null && hasPages(file.mediaType) ? `${href}/preview` : null,
  };
}

const toHistoryEntry = (entry: HistoryEntry): HistoryEntryResource => ({
  at: instant(entry.at),
  fact: entry.fact,
  version: entry.version,
  actorName: entry.actorName,
  onBehalfOfName: textOrNull(entry.onBehalfOfName),
  comment: entry.comment,
  refusalReason: textOrNull<RefusalReason>(entry.refusalReason),
  receiptHref: receiptHref(entry.receiptId),
});

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
    files: outcome.files.map((file) => toFile(pathOf(outcome.id), file)),
    createdAt: instant(outcome.createdAt),
    submittedAt: instantOrNull(outcome.submittedAt),
    decidedAt: instantOrNull(outcome.decidedAt),
    certifierName: outcome.certifierName,
    onBehalfOfName: textOrNull(outcome.onBehalfOfName),
    comment: outcome.comment,
    refusalReason: textOrNull<RefusalReason>(outcome.refusalReason),
    receiptHref: receiptHref(outcome.receiptId),
    allowedActions: outcome.allowedActions as OutcomeAction[],
    submitBlockedBy: textOrNull<ErrorCode>(outcome.submitBlockedBy),
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

export const toDeletion = ({ restorableUntil }: DeleteOutcomeResponse): DeletionResource => ({
  restorableUntil: instant(restorableUntil),
});

export const toVersionList = (outcomeId: string, { versions }: ListVersionsResponse): VersionListResource => ({
  versions: versions.map(({ version, summary, files, createdAt }) => ({
    version,
    summary,
    files: files.map((file) => toFile(`${pathOf(outcomeId)}/versions/${version}`, file)),
    createdAt: instant(createdAt),
  })),
});

export const toSubmissionResults = (
  { results }: SubmitOutcomesResponse,
  language: Language,
): SubmissionResultsResource => ({
  results: results.map((result) => ({
    outcomeId: result.outcomeId,
    outcome: result.outcome === undefined ? null : toOutcome(result.outcome),
    problem: itemProblem(result, language),
  })),
});
