import type { BlobRef } from '@licheng/blob-store';
import { LichengError } from '@licheng/portfolio-rules';
import { can } from '../domain/upload-status.ts';
import type { LinkSigner, UploadStore } from './ports.ts';

export interface LinkedFile {
  blob: BlobRef;
  mediaType: string;
  fileName: string;
}

/** What a link leads to; `expired` for one whose time is over. @throws LichengError `not_found` for anything else. */
export async function openLink(
  { uploads, signer, now }: { uploads: UploadStore; signer: LinkSigner; now: () => Date },
  token: string,
): Promise<LinkedFile | 'expired'> {
  const link = signer.read(token);
  if (link === null) throw new LichengError('not_found');
  if (link.expiresAt <= now()) return 'expired';
  const upload = await uploads.find(link.institutionId, link.uploadId);
  // Asked again although only clean files get links: the signature proves who asked, not what the file is.
  if (upload === null || !can('download', upload.status)) throw new LichengError('not_found');
  const { sha256, sizeBytes, mediaType, fileName, thumbnail } = upload;
  if (typeof link.shows === 'number') {
    const image = await uploads.findPageImage(link.institutionId, link.uploadId, link.shows);
    if (image === null) throw new LichengError('not_found');
    return { blob: image, mediaType: 'image/webp', fileName: `page-${link.shows}.webp` };
  }
  if (link.shows === 'thumbnail') {
    if (thumbnail === null) throw new LichengError('not_found');
    return { blob: thumbnail, mediaType: 'image/webp', fileName: 'thumbnail.webp' };
  }
  if (sha256 === null || mediaType === null) throw new LichengError('not_found');
  return { blob: { sha256, sizeBytes }, mediaType, fileName };
}
