import { LichengError } from '@licheng/portfolio-rules';
import { can } from '../domain/upload-status.ts';
import { linkExpiry } from './create-link.ts';
import { findForService } from './find-for-service.ts';
import type { LinkSigner, UploadStore } from './ports.ts';

/** What has pages to show. */
const DRAWN_TYPE = 'application/pdf';

export interface PreviewLinks {
  state: 'pending' | 'ready' | 'unavailable';
  pageCount: number;
  /** One for each page image, from page 1. */
  tokens: string[];
}

/** @throws LichengError `upload_not_found`; `file_not_clean` unless the check passed. */
export async function createPreviewLinks(
  { uploads, signer, now }: { uploads: UploadStore; signer: LinkSigner; now: () => Date },
  uploadId: string,
): Promise<PreviewLinks> {
  const { institutionId, status, mediaType, drawn } = await findForService(uploads, uploadId);
  if (!can('download', status)) throw new LichengError('file_not_clean');
  if (mediaType !== DRAWN_TYPE) return { state: 'unavailable', pageCount: 0, tokens: [] };
  if (drawn === null) return { state: 'pending', pageCount: 0, tokens: [] };
  const { pageCount, imageCount } = drawn;
  if (imageCount === 0) return { state: 'unavailable', pageCount, tokens: [] };
  const expiresAt = linkExpiry(now());
  const tokens = Array.from({ length: imageCount }, (_, index) =>
    signer.sign({ uploadId, institutionId, shows: index + 1, expiresAt }),
  );
  return { state: 'ready', pageCount, tokens };
}
