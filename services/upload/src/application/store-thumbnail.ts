import type { BlobStore } from '@licheng/blob-store';
import { LichengError } from '@licheng/portfolio-rules';
import { isComplete } from '../domain/upload-status.ts';
import { findForService } from './find-for-service.ts';
import type { UploadStore } from './ports.ts';

const MAX_THUMBNAIL_BYTES = 512 * 1024;

/** RIFF container with form type WEBP (https://developers.google.com/speed/webp/docs/riff_container). */
function isWebp(content: Buffer): boolean {
  return content.toString('latin1', 0, 4) === 'RIFF' && content.toString('latin1', 8, 12) === 'WEBP';
}

/** @throws LichengError `upload_not_found`, `upload_incomplete`, or `invalid_request` for anything but a small WebP. */
export async function storeThumbnail(
  { uploads, blobs }: { uploads: UploadStore; blobs: BlobStore },
  uploadId: string,
  webp: Buffer,
): Promise<void> {
  if (webp.length > MAX_THUMBNAIL_BYTES || !isWebp(webp)) throw new LichengError('invalid_request', { field: 'webp' });
  const upload = await findForService(uploads, uploadId);
  if (!isComplete(upload.status)) throw new LichengError('upload_incomplete');
  async function* content() {
    yield webp;
  }
  await uploads.setThumbnail(upload.institutionId, uploadId, await blobs.put(content()));
}
