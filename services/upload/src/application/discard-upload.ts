import { LichengError } from '@licheng/portfolio-rules';
import { findOwnUpload } from './find-own-upload.ts';
import type { Owner } from './ports.ts';
import type { Reception } from './reception.ts';

/** Removes an unfinished upload and its bytes; one that is whole meanwhile stays. @returns whether it was removed. */
export async function discardUpload(
  { uploads, staging, turns }: Reception,
  institutionId: string,
  id: string,
): Promise<boolean> {
  const turn = await turns.take(id);
  try {
    const discarded = await uploads.discard(institutionId, id);
    if (discarded) await staging.remove(id);
    return discarded;
  } finally {
    turn.end();
  }
}

/** @throws LichengError `upload_not_found`, or `transition_not_allowed` for a whole file: an outcome may name it. */
export async function discardOwnUpload(reception: Reception, owner: Owner, id: string): Promise<void> {
  await findOwnUpload(reception.uploads, owner, id);
  if (!(await discardUpload(reception, owner.institutionId, id))) {
    throw new LichengError('transition_not_allowed', { action: 'discard' });
  }
}
