import type {
  Case,
  CaseFile,
  CaseHistoryEntry,
  ListCasesResponse,
  ListQueueCoursesResponse,
  RecordVerdictsResponse,
} from '@licheng/contracts/certification';
import type { CertifierAction, FileSlot, RefusalReason, TermSystem } from '@licheng/portfolio-rules';
import type {
  CaseFileResource,
  CaseListResource,
  CaseResource,
  Language,
  QueueCourseListResource,
  VerdictResultsResource,
} from '@licheng/rest-contract';
import { hasPages } from './document-preview.ts';
import { instant, instantOrNull, present } from './instants.ts';
import { itemProblem } from './item-problem.ts';
import { textOrNull } from './text.ts';

type CaseHistory = CaseResource['history'][number];

function toFile(
  outcomeId: string,
  { slot, fileName, mediaType, sizeBytes, sha256, hasThumbnail }: CaseFile,
): CaseFileResource {
  const href = `/api/v1/certification/cases/${outcomeId}/files/${slot}`;
  return {
    slot: slot as FileSlot,
    fileName,
    mediaType,
    sizeBytes,
    sha256,
    href,
    thumbnailHref: hasThumbnail ? `${href}/thumbnail` : null,
    previewHref: hasPages(mediaType) ? `${href}/preview` : null,
  };
}

const toHistoryEntry = (entry: CaseHistoryEntry): CaseHistory => ({
  at: instant(entry.at),
  fact: entry.fact as CaseHistory['fact'],
  version: entry.version,
  actorName: entry.actorName,
  onBehalfOfName: textOrNull(entry.onBehalfOfName),
  comment: entry.comment,
  refusalReason: textOrNull<RefusalReason>(entry.refusalReason),
});

export function toCase(message: Case | undefined): CaseResource {
  const one = present(message);
  const { claim, pendingVerdict } = one;
  return {
    outcomeId: one.outcomeId,
    version: one.version,
    courseId: one.courseId,
    subject: one.subject,
    academicYear: one.academicYear,
    termSystem: one.termSystem as TermSystem,
    term: one.term,
    studentName: one.studentName,
    status: one.status as CaseResource['status'],
    summary: one.summary,
    files: one.files.map((file) => toFile(one.outcomeId, file)),
    submittedAt: instant(one.submittedAt),
    decidedAt: instantOrNull(one.decidedAt),
    certifierName: one.certifierName,
    onBehalfOfName: textOrNull(one.onBehalfOfName),
    comment: one.comment,
    refusalReason: textOrNull<RefusalReason>(one.refusalReason),
    allowedActions: one.allowedActions as CertifierAction[],
    claim: claim === undefined ? null : { certifierName: claim.certifierName, expiresAt: instant(claim.expiresAt) },
    pendingVerdict:
      pendingVerdict === undefined
        ? null
        : {
            action: pendingVerdict.action as CertifierAction,
            certifierName: pendingVerdict.certifierName,
            undoUntil: instant(pendingVerdict.undoUntil),
            own: pendingVerdict.own,
          },
    deputisingForName: textOrNull(one.deputisingForName),
    sealed: one.sealed,
    history: one.history.map(toHistoryEntry),
  };
}

export const toCaseList = ({ cases, nextPageToken, ...list }: ListCasesResponse): CaseListResource => ({
  ...list,
  cases: cases.map(toCase),
  nextCursor: textOrNull(nextPageToken),
});

export const toQueueCourseList = ({ courses }: ListQueueCoursesResponse): QueueCourseListResource => ({
  courses: courses.map(({ termSystem, ...course }) => ({ ...course, termSystem: termSystem as TermSystem })),
});

export const toVerdictResults = ({ results }: RecordVerdictsResponse, language: Language): VerdictResultsResource => ({
  results: results.map((result) => ({
    outcomeId: result.outcomeId,
    case: result.case === undefined ? null : toCase(result.case),
    problem: itemProblem(result, language),
  })),
});
