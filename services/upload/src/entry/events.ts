import type { EventHandlers } from '@licheng/messaging';
import { FILE_REJECTIONS } from '@licheng/portfolio-rules';
import type { Logger } from '@licheng/service-kit';
import type { UploadStore } from '../application/ports.ts';
import { recordCheck } from '../application/record-check.ts';

/** The verdicts of media-validation. */
export function checkEvents(uploads: UploadStore, log: Logger): EventHandlers<'upload.checks'> {
  const stale = (uploadId: string) => log.warn({ uploadId }, 'a second verdict on the same file was not taken');
  return {
    'media.validated.v1': ({ data }, commit) =>
      commit(async (tx) => {
        const taken = await recordCheck(uploads, tx, data, { action: 'pass', mediaType: data.mediaType });
        if (!taken) stale(data.uploadId);
      }),
    'media.rejected.v1': ({ data }, commit) =>
      commit(async (tx) => {
        const rejection = FILE_REJECTIONS.find((known) => known === data.rejection);
        if (rejection === undefined) throw new Error('a rejection for an unknown reason');
        if (!(await recordCheck(uploads, tx, data, { action: 'reject', rejection }))) stale(data.uploadId);
      }),
  };
}
