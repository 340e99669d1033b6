import { expiryOf } from '../../application/expiry.ts';
import { receiveBytes } from '../../application/receive-bytes.ts';
import { incomingFrom, requireOffsetContentType } from './incoming.ts';
import { type TusVerb, expiresHeader, integerHeader } from './protocol.ts';

/**
 * "The Server SHOULD accept PATCH requests against any upload URL and apply the bytes contained in the message at the given
 * offset specified by the Upload-Offset header. […] If the offsets do not match, the Server MUST respond with the 409 Conflict
 * status without modifying the upload resource." "The Server MUST acknowledge successful PATCH requests with the 204 No Content
 * status. It MUST include the Upload-Offset header containing the new offset." "The Server SHOULD store as much of the received
 * data as possible."
 */
export const patch: TusVerb = async (reception, { request, owner }, uploadId) => {
  requireOffsetContentType(request);
  const at = integerHeader(request, 'Upload-Offset');
  const { upload, offset } = await receiveBytes(reception, owner, uploadId, at, incomingFrom(request));
  return {
    status: 204,
    headers: {
      'upload-offset': offset,
      ...(offset < upload.sizeBytes ? expiresHeader(await expiryOf(reception.staging, upload)) : {}),
    },
  };
};
