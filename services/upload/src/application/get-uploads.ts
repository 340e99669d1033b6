import { LichengError } from '@licheng/portfolio-rules';
import { isComplete } from '../domain/upload-status.ts';
import { isUploadId } from './find-own-upload.ts';
import type { Owner, Upload, UploadStore } from './ports.ts';

/** @throws LichengError `upload_not_found` or `upload_incomplete` when any of them is. */
export async function getUploads(uploads: UploadStore, owner: Owner, ids: readonly string[]): Promise<Upload[]> {
  if (!ids.every(isUploadId)) throw new LichengError('upload_not_found');
  const byId = new Map((await uploads.findAll(owner, ids)).map((upload) => [upload.id, upload]));
  return ids.map((id) => {
    const upload = byId.get(id);
    if (upload === undefined) throw new LichengError('upload_not_found');
    if (!isComplete(upload.status)) throw new LichengError('upload_incomplete');
    return upload;
  });
}
