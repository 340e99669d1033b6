import { type FileSlot, LichengError } from '@licheng/portfolio-rules';
import type { AttachedFile, Caller, StoredUpload, Uploads } from './ports.ts';

/** The upload each slot shall hold; null for none. */
export type UploadsBySlot = Readonly<Record<FileSlot, string | null>>;

export function uploadIdsOf(wanted: UploadsBySlot): string[] {
  return [wanted.document, wanted.media].filter((id) => id !== null);
}

/** @throws LichengError `invalid_request` when a file is named for the other slot, or for both. */
export function requireOwnSlots(files: readonly { slot: FileSlot; uploadId: string }[], wanted: UploadsBySlot): void {
  const stray = files.find(({ slot, uploadId }) => wanted[slot] !== uploadId);
  if (stray !== undefined) throw new LichengError('invalid_request', { field: `${stray.slot}UploadId` });
  if (wanted.document !== null && wanted.document === wanted.media) {
    throw new LichengError('invalid_request', { field: 'mediaUploadId' });
  }
}

/**
 * Asks upload for the facts of these uploads, as the student: only their own finished ones come back.
 * @throws LichengError `upload_not_found`, `upload_incomplete`; `invalid_request` when one belongs to the other slot
 */
export async function fetchUploads(uploads: Uploads, caller: Caller, wanted: UploadsBySlot): Promise<StoredUpload[]> {
  const ids = uploadIdsOf(wanted);
  if (ids.length === 0) return [];
  const found = await uploads.get(ids, caller.token);
  const fetched = ids.map((id) => {
    const upload = found.find((candidate) => candidate.id === id);
    if (upload === undefined) throw new LichengError('upload_not_found');
    return upload;
  });
  requireOwnSlots(fetched.map(attached), wanted);
  return fetched;
}

export function attached(upload: StoredUpload): AttachedFile {
  const { id, slot, fileName, mediaType, sizeBytes, sha256 } = upload;
  return { uploadId: id, slot, fileName, mediaType, sizeBytes, sha256 };
}

export function sameUploads(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
