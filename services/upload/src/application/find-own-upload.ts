import { LichengError } from '@licheng/portfolio-rules';
import type { Owner, Upload, UploadStore } from './ports.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isUploadId = (value: string): boolean => UUID.test(value);

/** @throws LichengError `upload_not_found` also for somebody else's. */
export async function findOwnUpload(uploads: UploadStore, owner: Owner, id: string): Promise<Upload> {
  const upload = isUploadId(id) ? await uploads.find(owner.institutionId, id) : null;
  if (upload === null || upload.ownerId !== owner.personId) throw new LichengError('upload_not_found');
  return upload;
}
