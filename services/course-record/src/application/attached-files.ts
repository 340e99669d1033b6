import { type FileSlot, LichengError } from '@licheng/portfolio-rules';
import type { AttachedFile, Caller, StoredUpload, Uploads } from './ports.ts';

/** The upload each slot shall hold; null for none. */
export type UploadsBySlot = Readonly<Record<FileSlot, string | null>>;

export function uploadIdsOf(wanted: UploadsBySlot): string[] {
  return [wanted.document, wanted.media].filter((id) => id !== null);
}

/**
 * Asks upload for the facts of these uploads, as the student: only their own finished ones come back.
 * @throws LichengError `upload_not_found`, `upload_incomplete`; `invalid_request` when one belongs to the other slot.
 */
export async function fetchUploads(uploads: Uploads, caller: Caller, wanted: UploadsBySlot): Promise<StoredUpload[]> {
  const ids = uploadIdsOf(wanted);
  if (ids.length === 0) return [];
  const found = await uploads.get(ids, caller.token);
  return ids.map((id) => {
    const upload = found.find((candidate) => candidate.id === id);
    if (upload === undefined) throw new LichengError('upload_not_found');
    if (wanted[upload.slot] !== id) throw new LichengError('invalid_request', { field: `${upload.slot}UploadId` });
    return upload;
  });
}

export function attached(upload: StoredUpload): AttachedFile {
  const { id, slot, fileName, mediaType, sizeBytes, sha256 } = upload;
  return { uploadId: id, slot, fileName, mediaType, sizeBytes, sha256 };
}

export function sameUploads(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
