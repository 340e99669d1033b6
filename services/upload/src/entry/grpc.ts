import { type UploadServiceServer, UploadServiceService } from '@licheng/contracts/upload';
import type { BlobStore } from '@licheng/blob-store';
import { LichengError, expectedMediaType } from '@licheng/portfolio-rules';
import {
  type Logger,
  type TokenVerifier,
  requirePerson,
  requireService,
  serverStream,
  unary,
} from '@licheng/service-kit';
import { createLink } from '../application/create-link.ts';
import { createPreviewLinks } from '../application/create-preview-links.ts';
import { getUploads } from '../application/get-uploads.ts';
import type { LinkSigner, LinkVariant, UploadStore } from '../application/ports.ts';
import { readBlob } from '../application/read-blob.ts';
import { finishPageImages, storePageImage, storeThumbnail } from '../application/store-image.ts';
import { toLichengError } from './problem.ts';

const LINK_CALLERS = ['course-record', 'certification', 'central-portfolio'];
const VALIDATOR = 'media-validation';
const MAX_IDS = 100;

/** A volume that is away is no fault of the picture: the caller shall come again. */
const onVolumes = (work: Promise<void>): Promise<void> =>
  work.catch((error: unknown) => {
    const known = toLichengError(error);
    throw known.code === 'service_unavailable' ? known : error;
  });

const pathOf = (token: string) => `/files/${token}`;

function variantOf(value: string): LinkVariant {
  if (value !== 'file' && value !== 'thumbnail') throw new LichengError('invalid_request', { field: 'variant' });
  return value;
}

export function uploadService(
  entry: { verifier: TokenVerifier; log: Logger },
  deps: { uploads: UploadStore; blobs: BlobStore; signer: LinkSigner; now: () => Date },
) {
  const implementation: UploadServiceServer = {
    getUploads: unary(entry, async ({ ids }, { principal }) => {
      const owner = requirePerson(principal, 'student');
      if (ids.length > MAX_IDS) throw new LichengError('invalid_request', { field: 'ids' });
      const uploads = await getUploads(deps.uploads, owner, ids);
      return {
        uploads: uploads.map(
          ({ id, ownerId, institutionId, slot, fileName, mediaType, sizeBytes, sha256, startedAt }) => ({
            id,
            ownerId,
            institutionId,
            slot,
            fileName,
            // Before the check: what the name promises, and what the check will insist on.
            mediaType: mediaType ?? expectedMediaType(slot, fileName) ?? '',
            sizeBytes,
            sha256: sha256 ?? '',
            startedAt,
          }),
        ),
      };
    }),
    createLink: unary(entry, async ({ uploadId, variant }, { principal }) => {
      requireService(principal, ...LINK_CALLERS);
      const { token, expiresAt } = await createLink(deps, uploadId, variantOf(variant));
      return { path: pathOf(token), expiresAt };
    }),
    readBlob: serverStream(entry, async function* ({ uploadId }, { principal }) {
      requireService(principal, VALIDATOR);
      for await (const chunk of readBlob(deps, uploadId)) yield { chunk };
    }),
    putThumbnail: unary(entry, async ({ uploadId, webp }, { principal }) => {
      requireService(principal, VALIDATOR);
      await onVolumes(storeThumbnail(deps, uploadId, webp));
      return {};
    }),
    putPageImage: unary(entry, async ({ uploadId, page, webp }, { principal }) => {
      requireService(principal, VALIDATOR);
      await onVolumes(storePageImage(deps, uploadId, page, webp));
      return {};
    }),
    finishPageImages: unary(entry, async ({ uploadId, pageCount, imageCount }, { principal }) => {
      requireService(principal, VALIDATOR);
      await finishPageImages(deps.uploads, uploadId, { pageCount, imageCount });
      return {};
    }),
    createPreviewLinks: unary(entry, async ({ uploadId }, { principal }) => {
      // The validator asks whether anything is left to draw.
      requireService(principal, ...LINK_CALLERS, VALIDATOR);
      const { state, pageCount, tokens } = await createPreviewLinks(deps, uploadId);
      return { state, pageCount, pagePaths: tokens.map(pathOf) };
    }),
  };
  return { definition: UploadServiceService, implementation };
}
