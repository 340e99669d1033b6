import { discardOwnUpload } from '../../application/discard-upload.ts';
import type { TusVerb } from './protocol.ts';

/** Termination: "When receiving a DELETE request for an existing upload the Server SHOULD free associated resources and MUST
 * respond with the 204 No Content status confirming that the upload was terminated." */
export const terminate: TusVerb = async (reception, { owner }, uploadId) => {
  await discardOwnUpload(reception, owner, uploadId);
  return { status: 204 };
};
