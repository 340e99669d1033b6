import type { BlobStore } from '@licheng/blob-store';
import { LichengError } from '@licheng/portfolio-rules';
import { findForService } from './find-for-service.ts';
import type { UploadStore } from './ports.ts';

const CHUNK_BYTES = 64 * 1024;

/** The bytes of a whole file, whatever its check says. @throws LichengError `upload_not_found` or `upload_incomplete`. */
export async function* readBlob(
  { uploads, blobs }: { uploads: UploadStore; blobs: BlobStore },
  uploadId: string,
): AsyncGenerator<Buffer> {
  const { sha256, sizeBytes } = await findForService(uploads, uploadId);
  if (sha256 === null) throw new LichengError('upload_incomplete');
  for await (const part of await blobs.open({ sha256, sizeBytes })) {
    const bytes = part as Buffer;
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
  }
}
