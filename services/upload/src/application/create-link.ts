import { LichengError } from '@licheng/portfolio-rules';
import { can } from '../domain/upload-status.ts';
import { findForService } from './find-for-service.ts';
import type { LinkSigner, LinkVariant, UploadStore } from './ports.ts';

const LINK_LIFETIME_MS = 5 * 60 * 1000;

/** Rounded up: whoever asks again within minutes gets the same link, and their browser has it already. */
export function linkExpiry(now: Date): Date {
  return new Date((Math.ceil(now.getTime() / LINK_LIFETIME_MS) + 1) * LINK_LIFETIME_MS);
}

/** @throws LichengError `upload_not_found`, also for a thumbnail there is none of; `file_not_clean` unless the check passed. */
export async function createLink(
  { uploads, signer, now }: { uploads: UploadStore; signer: LinkSigner; now: () => Date },
  uploadId: string,
  variant: LinkVariant,
): Promise<{ token: string; expiresAt: Date }> {
  const upload = await findForService(uploads, uploadId);
  if (!can('download', upload.status)) throw new LichengError('file_not_clean');
  if (variant === 'thumbnail' && upload.thumbnail === null) throw new LichengError('upload_not_found');
  const expiresAt = linkExpiry(now());
  return {
    token: signer.sign({ uploadId, institutionId: upload.institutionId, shows: variant, expiresAt }),
    expiresAt,
  };
}
