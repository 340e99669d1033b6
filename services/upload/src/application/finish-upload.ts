import type { StagedFile } from '@licheng/blob-store';
import { LichengError } from '@licheng/portfolio-rules';
import { isComplete } from '../domain/upload-status.ts';
import type { Upload } from './ports.ts';
import type { Reception } from './reception.ts';

/** All bytes there are the ones that were announced; otherwise nothing of them stays and the upload begins anew. */
export type Finish = 'finished' | 'damaged';

/**
 * Makes a file whose bytes have all arrived durable on both volumes, then commits it. Safe to repeat at any point: until the
 * commit is known the staged file stays, and storing the same content again changes nothing.
 */
export async function finishUpload(
  { uploads, blobs, staging }: Reception,
  upload: Upload,
  file: StagedFile,
): Promise<Finish> {
  const sha256 = file.digest();
  await file.close();
  if (upload.announcedSha256 !== null && upload.announcedSha256 !== sha256) {
    await staging.remove(upload.id);
    return 'damaged';
  }
  await blobs.putFile(file.path, { sha256, sizeBytes: upload.sizeBytes });
  if (!(await uploads.complete(upload, sha256))) {
    // Committed by an attempt whose answer got lost, or discarded in between.
    const now = await uploads.find(upload.institutionId, upload.id);
    if (now === null || !isComplete(now.status) || now.sha256 !== sha256) throw new LichengError('upload_not_found');
  }
  // Left behind by a crash right here, it goes with the next sweep.
  await staging.remove(upload.id).catch(() => {});
  return 'finished';
}
