import type { Handlers } from '../http/handler.ts';
import type { Peers } from '../peers.ts';
import { toCase, toCaseList, toQueueCourseList, toVerdictResults } from '../resources/certification.ts';
import { toDocumentPreview } from '../resources/document-preview.ts';

/** A hundred cases are decided one after the other. */
const BATCH_TIMEOUT_MS = 20_000;

export const certificationHandlers = ({ certification }: Peers) =>
  ({
    listCases: async ({ query, read }) => {
      const { status, limit, cursor, courseId = '', search, minAgeDays } = query;
      const request = { courseId, search, minAgeDays, pageSize: limit, pageToken: cursor };
      const asked = { ...request, status: status === 'all' ? '' : status };
      return toCaseList(await certification.call('listCases', asked, read));
    },

    listQueueCourses: async ({ read }) => toQueueCourseList(await certification.call('listQueueCourses', {}, read)),

    getCase: async ({ params, read }) => toCase((await certification.call('getCase', params, read)).case),

    recordVerdict: async ({ params, body, write }) => {
      const request = { ...params, ...body, refusalReason: body.refusalReason ?? '' };
      return toCase((await certification.call('recordVerdict', request, write)).case);
    },

    undoVerdict: async ({ params, write }) => toCase((await certification.call('undoVerdict', params, write)).case),

    recordVerdicts: async ({ body, language, write }) => {
      const { items, refusalReason, ...decision } = body;
      const request = { ...decision, versions: items, refusalReason: refusalReason ?? '' };
      const options = { ...write, timeoutMs: BATCH_TIMEOUT_MS };
      return toVerdictResults(await certification.call('recordVerdicts', request, options), language);
    },

    claimCase: async ({ params, write }) => toCase((await certification.call('claimCase', params, write)).case),

    releaseCase: async ({ params, write }) => {
      await certification.call('releaseCase', params, write);
    },

    openCaseFile: async ({ params, read }) =>
      (await certification.call('createFileLink', { ...params, variant: 'file' }, read)).path,

    openCaseThumbnail: async ({ params, read }) =>
      (await certification.call('createFileLink', { ...params, variant: 'thumbnail' }, read)).path,

    getCasePreview: async ({ params, read }) =>
      toDocumentPreview(await certification.call('createPreviewLinks', params, read)),
  }) satisfies Partial<Handlers>;
