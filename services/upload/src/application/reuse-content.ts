import type { NewUpload, Upload } from './ports.ts';
import type { Reception } from './reception.ts';

/**
 * An upload of bytes its owner has sent before: whole at once. Only for their own, for the hash of somebody else's file is no
 * proof of having it; only for files that passed. It is told like any finished upload and gets a check of its own, by today's
 * virus signatures and under its new name.
 * @returns null when the bytes have to be sent, or there is an upload of that id.
 */
export async function reuseContent({ uploads, blobs }: Reception, upload: NewUpload): Promise<Upload | null> {
  const { announcedSha256: sha256, sizeBytes } = upload;
  if (sha256 === null || !(await uploads.hasPassed(upload, sha256))) return null;
  // As strong as the acknowledgement of bytes that were sent: all copies are read, and one that is damaged is made again.
  if ((await blobs.verify({ sha256, sizeBytes })) === 'lost') return null;
  return uploads.createWhole(upload, sha256);
}
