import { isComplete } from '../domain/upload-status.ts';
import { discardUpload } from './discard-upload.ts';
import { UNFINISHED_LIFETIME_MS } from './expiry.ts';
import type { Reception } from './reception.ts';

/** Discards unfinished uploads whose time is over and staged files that no unfinished upload needs. @returns how many. */
export async function sweep(reception: Reception): Promise<{ discarded: number; cleared: number }> {
  const { uploads, staging, turns } = reception;
  let discarded = 0;
  for (const { id, institutionId } of await uploads.abandoned(UNFINISHED_LIFETIME_MS)) {
    const changedAt = await staging.changedAt(id);
    if (changedAt !== null && changedAt.getTime() > Date.now() - UNFINISHED_LIFETIME_MS) continue;
    if (await discardUpload(reception, institutionId, id)) discarded += 1;
  }
  let cleared = 0;
  for (const id of await staging.list()) {
    if (turns.has(id)) continue;
    const institutionId = await uploads.institutionOf(id);
    const upload = institutionId === null ? null : await uploads.find(institutionId, id);
    if (upload !== null && !isComplete(upload.status)) continue;
    await staging.remove(id);
    cleared += 1;
  }
  return { discarded, cleared };
}
