import type { EventHandlers, Outbox } from '@licheng/messaging';
import { FILE_SLOTS } from '@licheng/portfolio-rules';
import type { Logger } from '@licheng/service-kit';
import { type Validation, validateUpload } from '../application/validate-upload.ts';

/** Each finished upload gets one verdict; the work before it may be repeated. */
export function uploadEvents(
  validation: Validation,
  outbox: Outbox,
  log: Logger,
): EventHandlers<'media-validation.uploads'> {
  return {
    'upload.completed.v1': async ({ data }, commit) => {
      const startedAt = performance.now();
      const { uploadId, institutionId, ownerId, fileName, sha256, sizeBytes } = data;
      const slot = FILE_SLOTS.find((known) => known === data.slot);
      if (slot === undefined) throw new Error('an upload for an unknown slot');
      const verdict = await validateUpload(validation, { uploadId, slot, fileName, sha256 });
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
