import type { Staging } from '@licheng/blob-store';

/** An unfinished upload may be continued for this long after its last byte. */
export const UNFINISHED_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Until when an unfinished upload may be continued. */
export async function expiryOf(staging: Staging, upload: { id: string; startedAt: Date }): Promise<Date> {
  const changedAt = (await staging.changedAt(upload.id)) ?? upload.startedAt;
  return new Date(Math.max(changedAt.getTime(), upload.startedAt.getTime()) + UNFINISHED_LIFETIME_MS);
}
