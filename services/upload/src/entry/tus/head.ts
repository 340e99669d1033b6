import { getProgress } from '../../application/get-progress.ts';
import { type TusVerb, expiresHeader } from './protocol.ts';

/**
 * "The Server MUST always include the Upload-Offset header in the response for a HEAD request, even if the offset is 0 […]. If
 * the size of the upload is known, the Server MUST include the Upload-Length header in the response." "The Server MUST prevent
 * the client and/or proxies from caching the response by adding the Cache-Control: no-store header."
 */
export const head: TusVerb = async (reception, { owner }, uploadId) => {
  const { upload, offset, expiresAt } = await getProgress(reception, owner, uploadId);
  return {
    status: 200,
    headers: {
      'upload-offset': offset,
      'upload-length': upload.sizeBytes,
      'cache-control': 'no-store',
      ...expiresHeader(expiresAt),
    },
  };
};
