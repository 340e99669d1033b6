import { isComplete } from '../domain/upload-status.ts';
import { findOwnUpload } from './find-own-upload.ts';
import { finishUpload } from './finish-upload.ts';
import type { Owner, Upload } from './ports.ts';
import type { Reception } from './reception.ts';

/**
 * How far an upload is. A client that sees all bytes there takes it for finished, so one whose last commit failed is
 * finished before it is told.
 */
export async function getProgress(
  reception: Reception,
  owner: Owner,
  id: string,
): Promise<{ upload: Upload; offset: number }> {
  const { uploads, staging, turns } = reception;
  const found = await findOwnUpload(uploads, owner, id);
  const turn = await turns.take(id);
  try {
    const upload = turn.waited ? await findOwnUpload(uploads, owner, id) : found;
    if (isComplete(upload.status)) return { upload, offset: upload.sizeBytes };
    const offset = await staging.offset(id);
    if (offset === upload.sizeBytes) await finishUpload(reception, upload, await staging.open(id));
    return { upload, offset };
  } finally {
    turn.end();
  }
}
