import { type CertificationServiceServer, CertificationServiceService } from '@licheng/contracts/certification';
import { type Logger, type TokenVerifier, unary } from '@licheng/service-kit';
import { appointDeputy, endDeputy } from '../application/appoint-deputy.ts';
import { claimCase, releaseCase } from '../application/claim-case.ts';
import { getCase } from '../application/get-case.ts';
import { listCases } from '../application/list-cases.ts';
import { listQueueCourses } from '../application/list-queue-courses.ts';
import { createFileLink, createPreviewLinks } from '../application/open-file.ts';
import type { CaseStore, Deputies, FileLinks, SavedComments } from '../application/ports.ts';
import { recordVerdict, recordVerdicts } from '../application/record-verdicts.ts';
import { putSavedComment } from '../application/saved-comments.ts';
import { sealVersions } from '../application/seal-versions.ts';
import { undoVerdict } from '../application/undo-verdict.ts';
import { toDeputyMessage, toMessage, toResultMessage } from './messages.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import {
  administratorOf,
  certifierOf,
  dayOf,
  filterOf,
  idOf,
  judgementOf,
  newIdOf,
  pageSizeOf,
  refsOf,
  variantOf,
} from './requests.ts';

interface Entry {
  verifier: TokenVerifier;
  log: Logger;
}

export interface Parts {
  store: CaseStore;
  links: FileLinks;
  deputies: Deputies;
  savedComments: SavedComments;
}

const readingAndDeciding = ({ store, links }: Parts, entry: Entry) =>
  ({
    listCases: unary(entry, async (request, { principal }) => {
      const listing = await listCases(store, certifierOf(principal), {
        filter: filterOf(request),
        pageSize: pageSizeOf(request.pageSize),
        after: readPageToken(request.pageToken),
      });
      return { ...listing, cases: listing.cases.map(toMessage), nextPageToken: writePageToken(listing.next) };
    }),

    listQueueCourses: unary(entry, async (_, { principal }) => ({
      courses: await listQueueCourses(store, certifierOf(principal)),
    })),

    getCase: unary(entry, async ({ outcomeId }, { principal }) => ({
      case: toMessage(await getCase(store, certifierOf(principal), idOf(outcomeId))),
    })),

    recordVerdict: unary(entry, async (request, { principal }) => {
      const ref = { outcomeId: idOf(request.outcomeId), version: request.version };
      return { case: toMessage(await recordVerdict(store, certifierOf(principal), ref, judgementOf(request))) };
    }),

    recordVerdicts: unary(entry, async (request, { principal }) => {
      const refs = refsOf(request.versions);
      const results = await recordVerdicts(store, certifierOf(principal), refs, judgementOf(request));
      return { results: results.map(toResultMessage) };
    }),

    undoVerdict: unary(entry, async ({ outcomeId }, { principal }) => ({
      case: toMessage(await undoVerdict(store, certifierOf(principal), idOf(outcomeId))),
    })),

    claimCase: unary(entry, async ({ outcomeId }, { principal }) => ({
      case: toMessage(await claimCase(store, certifierOf(principal), idOf(outcomeId))),
    })),

    releaseCase: unary(entry, async ({ outcomeId }, { principal }) => {
      await releaseCase(store, certifierOf(principal), idOf(outcomeId));
      return {};
    }),

    createFileLink: unary(entry, async ({ outcomeId, slot, variant }, { principal }) => {
      const request = { outcomeId: idOf(outcomeId), slot, variant: variantOf(variant) };
      return { path: await createFileLink(store, links, certifierOf(principal), request) };
    }),

    createPreviewLinks: unary(entry, async ({ outcomeId, slot }, { principal }) =>
      createPreviewLinks(store, links, certifierOf(principal), { outcomeId: idOf(outcomeId), slot }),
    ),

    sealVersions: unary(entry, async ({ batchId, versions }, { principal }) => {
      const refs = versions.map((ref) => ({ outcomeId: idOf(ref.outcomeId), version: ref.version }));
      return sealVersions(store, administratorOf(principal), idOf(batchId), refs);
    }),
  }) satisfies Partial<CertificationServiceServer>;

const savedComments = ({ savedComments: comments }: Parts, entry: Entry) =>
  ({
    listSavedComments: unary(entry, async (_, { principal }) => ({
      comments: await comments.list(certifierOf(principal)),
    })),

    putSavedComment: unary(entry, async ({ comment }, { principal }) => {
      const given = { id: newIdOf(comment?.id ?? ''), text: comment?.text ?? '' };
      await putSavedComment(comments, certifierOf(principal), given);
      return {};
    }),

    deleteSavedComment: unary(entry, async ({ id }, { principal }) => {
      await comments.delete(certifierOf(principal), idOf(id));
      return {};
    }),
  }) satisfies Partial<CertificationServiceServer>;

const deputising = ({ deputies }: Parts, entry: Entry) =>
  ({
    listDeputies: unary(entry, async (_, { principal }) => {
      const listing = await deputies.list(administratorOf(principal).institutionId);
      return { deputies: listing.deputies.map(toDeputyMessage), ...listing.choices };
    }),

    appointDeputy: unary(entry, async (request, { principal }) => {
      const appointment = {
        id: newIdOf(request.id),
        teacherId: idOf(request.teacherId),
        deputyId: idOf(request.deputyId),
        courseId: request.courseId === '' ? null : idOf(request.courseId),
        firstDay: dayOf(request.firstDay, 'firstDay'),
        lastDay: dayOf(request.lastDay, 'lastDay'),
      };
      return { deputy: toDeputyMessage(await appointDeputy(deputies, administratorOf(principal), appointment)) };
    }),

    endDeputy: unary(entry, async ({ id }, { principal }) => ({
      deputy: toDeputyMessage(await endDeputy(deputies, administratorOf(principal), idOf(id))),
    })),
  }) satisfies Partial<CertificationServiceServer>;

export function certificationService(parts: Parts, entry: Entry) {
  const implementation: CertificationServiceServer = {
    ...readingAndDeciding(parts, entry),
    ...savedComments(parts, entry),
    ...deputising(parts, entry),
  };
  return { definition: CertificationServiceService, implementation };
}
