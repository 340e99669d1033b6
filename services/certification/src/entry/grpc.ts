import {
  type Case,
  type CertificationServiceServer,
  CertificationServiceService,
} from '@licheng/contracts/certification';
import { LichengError } from '@licheng/portfolio-rules';
import { type Logger, type TokenVerifier, requirePerson, unary } from '@licheng/service-kit';
import { createFileLink } from '../application/create-file-link.ts';
import { getCase } from '../application/get-case.ts';
import { listCases } from '../application/list-cases.ts';
import type { CaseStore, CaseView, FileLinks } from '../application/ports.ts';
import { recordVerdict } from '../application/record-verdict.ts';
import { sealVersions } from '../application/seal-versions.ts';
import { shownStatus, statusesShownAs } from '../domain/case-status.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { actionOf, certifierOf, idOf, pageSizeOf, variantOf } from './requests.ts';

function toMessage({ case: shown, allowedActions }: CaseView): Case {
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
    decidedAt: shown.decision?.decidedAt,
    certifierName: shown.decision?.certifierName ?? '',
    comment: shown.decision?.comment ?? '',
    allowedActions,
    revision: shown.revision,
    termSystem: shown.termSystem,
    term: shown.term,
  };
}

export function certificationService(
  store: CaseStore,
  links: FileLinks,
  entry: { verifier: TokenVerifier; log: Logger },
) {
  const implementation: CertificationServiceServer = {
    listCases: unary(entry, async ({ status, pageSize, pageToken }, { principal }) => {
      if (statusesShownAs(status).length === 0) throw new LichengError('invalid_request', { field: 'status' });
      const listing = await listCases(store, certifierOf(principal), {
        shownStatus: status,
        pageSize: pageSizeOf(pageSize),
        after: readPageToken(pageToken),
      });
      const { waitingCount, windowOpen } = listing;
      return {
        cases: listing.cases.map(toMessage),
        nextPageToken: writePageToken(listing.next),
        waitingCount,
        windowOpen,
      };
    }),

    getCase: unary(entry, async ({ outcomeId }, { principal }) => ({
      case: toMessage(await getCase(store, certifierOf(principal), idOf(outcomeId))),
    })),

    recordVerdict: unary(entry, async ({ outcomeId, version, action, comment }, { principal }) => {
      const verdict = { outcomeId: idOf(outcomeId), version, action: actionOf(action), comment };
      return { case: toMessage(await recordVerdict(store, certifierOf(principal), verdict)) };
    }),

    createFileLink: unary(entry, async ({ outcomeId, slot, variant }, { principal }) => {
      const request = { outcomeId: idOf(outcomeId), slot, variant: variantOf(variant) };
      return { path: await createFileLink(store, links, certifierOf(principal), request) };
    }),

    sealVersions: unary(entry, async ({ batchId, versions }, { principal }) => {
      const { institutionId } = requirePerson(principal, 'administrator');
      const refs = versions.map((ref) => ({ outcomeId: idOf(ref.outcomeId), version: ref.version }));
      return sealVersions(store, institutionId, idOf(batchId), refs);
    }),
  };
  return { definition: CertificationServiceService, implementation };
}
