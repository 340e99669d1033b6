import { isComplete } from '../domain/upload-status.ts';
import { expiryOf } from './expiry.ts';
import { findOwnUpload } from './find-own-upload.ts';
import { finishUpload } from './finish-upload.ts';
import type { Owner, Upload } from './ports.ts';
import type { Reception } from './reception.ts';

export interface Progress {
  upload: Upload;
  offset: number;
  /** Null for a whole upload. */
  expiresAt: Date | null;
}

/**
 * How far an upload is. A client that sees all bytes there takes it for finished, so one whose last commit failed is
 * finished before it is told. Asking interrupts nobody whose bytes keep coming.
 */
export async function getProgress(reception: Reception, owner: Owner, id: string): Promise<Progress> {
  const { uploads, staging, turns } = reception;
  const found = await findOwnUpload(uploads, owner, id);
  let turn = await turns.takeWhenQuiet(id);
  if (turn === null) {
    const offset = await staging.offset(id);
    if (offset < found.sizeBytes) return { upload: found, offset, expiresAt: await expiryOf(staging, found) };
    turn = await turns.take(id);
  }
  try {
    const upload = turn.waited ? await findOwnUpload(uploads, owner, id) : found;
    if (isComplete(upload.status)) return { upload, offset: upload.sizeBytes, expiresAt: null };
    const offset = await staging.offset(id);
    if (offset === upload.sizeBytes) {
      if ((await finishUpload(reception, upload, await staging.open(id))) === 'finished') {
        return { upload, offset, expiresAt: null };
      }
      return { upload, offset: 0, expiresAt: await expiryOf(staging, upload) };
    }
    return { upload, offset, expiresAt: await expiryOf(staging, upload) };
  } finally {
    turn.end();
  }
}
