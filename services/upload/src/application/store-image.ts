import type { BlobRef, BlobStore } from '@licheng/blob-store';
import { LichengError } from '@licheng/portfolio-rules';
import { isComplete } from '../domain/upload-status.ts';
import { findForService } from './find-for-service.ts';
import type { DrawnPages, Upload, UploadStore } from './ports.ts';

const MAX_IMAGE_BYTES = 512 * 1024;
/** As the database checks it. */
const MAX_PAGE_IMAGES = 20;

interface Stores {
  uploads: UploadStore;
  blobs: BlobStore;
}

/** RIFF container with form type WEBP (https://developers.google.com/speed/webp/docs/riff_container). */
function isWebp(content: Buffer): boolean {
  return content.toString('latin1', 0, 4) === 'RIFF' && content.toString('latin1', 8, 12) === 'WEBP';
}

async function findWhole(uploads: UploadStore, uploadId: string): Promise<Upload> {
  const upload = await findForService(uploads, uploadId);
  if (!isComplete(upload.status)) throw new LichengError('upload_incomplete');
  return upload;
}

async function storeWebp(
  { uploads, blobs }: Stores,
  uploadId: string,
  webp: Buffer,
): Promise<{ upload: Upload; image: BlobRef }> {
  if (webp.length > MAX_IMAGE_BYTES || !isWebp(webp)) throw new LichengError('invalid_request', { field: 'webp' });
  const upload = await findWhole(uploads, uploadId);
  async function* content() {
    yield webp;
  }
  return { upload, image: await blobs.put(content()) };
}

/** @throws LichengError `upload_not_found`, `upload_incomplete`, or `invalid_request` for anything but a small WebP. */
export async function storeThumbnail(stores: Stores, uploadId: string, webp: Buffer): Promise<void> {
  const { upload, image } = await storeWebp(stores, uploadId, webp);
  await stores.uploads.setThumbnail(upload.institutionId, uploadId, image);
}

/** @throws LichengError as `storeThumbnail`, and `invalid_request` for a page that gets no image. */
export async function storePageImage(stores: Stores, uploadId: string, page: number, webp: Buffer): Promise<void> {
  if (page < 1 || page > MAX_PAGE_IMAGES) throw new LichengError('invalid_request', { field: 'page' });
  const { upload, image } = await storeWebp(stores, uploadId, webp);
  await stores.uploads.setPageImage(upload.institutionId, uploadId, page, image);
}

/** @throws LichengError `upload_not_found`, `upload_incomplete`, or `invalid_request` when it names images there are none of. */
export async function finishPageImages(uploads: UploadStore, uploadId: string, drawn: DrawnPages): Promise<void> {
  const { pageCount, imageCount } = drawn;
  if (imageCount < 0 || imageCount > Math.min(pageCount, MAX_PAGE_IMAGES)) {
    throw new LichengError('invalid_request', { field: 'imageCount' });
  }
  const upload = await findWhole(uploads, uploadId);
  if (!(await uploads.setDrawn(upload.institutionId, uploadId, drawn))) {
    throw new LichengError('invalid_request', { field: 'imageCount' });
  }
}
