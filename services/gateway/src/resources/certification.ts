import type { Case, CaseFile, ListCasesResponse } from '@licheng/contracts/certification';
import type { CertifierAction, FileSlot, TermSystem } from '@licheng/portfolio-rules';
import type { CaseFileResource, CaseListResource, CaseResource } from '@licheng/rest-contract';
import { instant, instantOrNull, present } from './instants.ts';

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
  };
}

export function toCase(message: Case | undefined): CaseResource {
  const one = present(message);
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
    comment: one.comment,
    allowedActions: one.allowedActions as CertifierAction[],
  };
}

export const toCaseList = ({ cases, ...list }: ListCasesResponse): CaseListResource => ({
  ...list,
  cases: cases.map(toCase),
});
