import type { Handlers } from '../http/handler.ts';
import type { Peers } from '../peers.ts';
import { toDeletion, toOutcome, toSubmissionResults, toVersionList } from '../resources/outcomes.ts';
import { toDocumentPreview } from '../resources/document-preview.ts';

/** Means the present version. */
const PRESENT = 0;

export const outcomeHandlers = ({ courseRecord }: Peers) =>
  ({
    getOutcome: async ({ params, read }) => toOutcome((await courseRecord.call('getOutcome', params, read)).outcome),

    editOutcome: async ({ params, expectedVersion, body, write }) => {
      const request = {
        ...params,
        expectedVersion,
        summary: body.summary,
        documentUploadId: body.documentUploadId ?? '',
        mediaUploadId: body.mediaUploadId ?? '',
      };
      return toOutcome((await courseRecord.call('editOutcome', request, write)).outcome);
    },

    deleteOutcome: async ({ params, expectedVersion, write }) =>
      toDeletion(await courseRecord.call('deleteOutcome', { ...params, expectedVersion }, write)),

    restoreOutcome: async ({ params, write }) =>
      toOutcome((await courseRecord.call('restoreOutcome', params, write)).outcome),

    submitOutcome: async ({ params, body, write }) =>
      toOutcome((await courseRecord.call('submitOutcome', { ...params, ...body }, write)).outcome),

    submitOutcomes: async ({ body, language, write }) =>
      toSubmissionResults(await courseRecord.call('submitOutcomes', body, write), language),

    listVersions: async ({ params, read }) =>
      toVersionList(params.outcomeId, await courseRecord.call('listVersions', params, read)),

    openFile: async ({ params, read }) =>
      (await courseRecord.call('createFileLink', { ...params, variant: 'file', version: PRESENT }, read)).path,

    openThumbnail: async ({ params, read }) =>
      (await courseRecord.call('createFileLink', { ...params, variant: 'thumbnail', version: PRESENT }, read)).path,

    getPreview: async ({ params, read }) =>
      toDocumentPreview(await courseRecord.call('createPreviewLinks', { ...params, version: PRESENT }, read)),

    openFileOfVersion: async ({ params, read }) =>
      (await courseRecord.call('createFileLink', { ...params, variant: 'file' }, read)).path,

    openThumbnailOfVersion: async ({ params, read }) =>
      (await courseRecord.call('createFileLink', { ...params, variant: 'thumbnail' }, read)).path,

    getPreviewOfVersion: async ({ params, read }) =>
      toDocumentPreview(await courseRecord.call('createPreviewLinks', params, read)),
  }) satisfies Partial<Handlers>;
