import type { EventHandlers, Outbox } from '@licheng/messaging';
import { FILE_SLOTS } from '@licheng/portfolio-rules';
import type { Logger } from '@licheng/service-kit';
import { type Drawing, drawPreview } from '../application/draw-preview.ts';
import type { Precedence } from '../application/precedence.ts';
import { type Validation, validateUpload } from '../application/validate-upload.ts';

/** Each finished upload gets one verdict; the work before it may be repeated. */
export function uploadEvents(
  validation: Validation,
  precedence: Precedence,
  outbox: Outbox,
  log: Logger,
): EventHandlers<'media-validation.uploads'> {
  return {
    'upload.completed.v1': async ({ data }, commit) => {
      const startedAt = performance.now();
      const { uploadId, institutionId, ownerId, fileName, sha256, sizeBytes } = data;
      const slot = FILE_SLOTS.find((known) => known === data.slot);
      if (slot === undefined) throw new Error('an upload for an unknown slot');
      const verdict = await precedence.first(() => validateUpload(validation, { uploadId, slot, fileName, sha256 }));
      const whose = { uploadId, institutionId, ownerId };
      await commit((tx) =>
        outbox.add(tx, [
          'rejection' in verdict
            ? { type: 'media.rejected.v1', subject: uploadId, data: { ...whose, rejection: verdict.rejection } }
            : { type: 'media.validated.v1', subject: uploadId, data: { ...whose, ...verdict } },
        ]),
      );
      const durationMs = Math.round(performance.now() - startedAt);
      log.info({ uploadId, sizeBytes, ...verdict, durationMs }, 'checked');
    },
  };
}

const DRAWN_TYPE = 'application/pdf';

/** Pages of documents that passed. Nothing is remembered here: upload knows what it has. */
export function previewEvents(drawing: Drawing, log: Logger): EventHandlers<'media-validation.previews'> {
  return {
    'media.validated.v1': async ({ data: { uploadId, mediaType } }) => {
      if (mediaType !== DRAWN_TYPE) return;
      const startedAt = performance.now();
      const preview = await drawPreview(drawing, uploadId);
      if (preview === null) return;
      log.info({ uploadId, ...preview, durationMs: Math.round(performance.now() - startedAt) }, 'drawn');
    },
  };
}
