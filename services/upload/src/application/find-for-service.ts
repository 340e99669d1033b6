import { LichengError } from '@licheng/portfolio-rules';
import { isUploadId } from './find-own-upload.ts';
import type { Upload, UploadStore } from './ports.ts';

/** For services, which speak for no institution. @throws LichengError `upload_not_found`. */
export async function findForService(uploads: UploadStore, id: string): Promise<Upload> {
  const institutionId = isUploadId(id) ? await uploads.institutionOf(id) : null;
  const upload = institutionId === null ? null : await uploads.find(institutionId, id);
  if (upload === null) throw new LichengError('upload_not_found');
  return upload;
}
