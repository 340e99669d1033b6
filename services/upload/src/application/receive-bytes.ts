import type { StagedFile } from '@licheng/blob-store';
import { LichengError } from '@licheng/portfolio-rules';
import { isComplete } from '../domain/upload-status.ts';
import { findOwnUpload } from './find-own-upload.ts';
import { finishUpload } from './finish-upload.ts';
import type { Owner, Upload } from './ports.ts';
import type { Reception } from './reception.ts';

/** Bytes as they come. The iterator throws when the sender is gone. */
export interface Incoming {
  bytes: AsyncIterable<Uint8Array>;
  /** Announced length; undefined when the sender did not say. */
  lengthBytes: number | undefined;
  /** Ends the iteration with an error. */
  cancel: () => void;
}

/** The sender is gone; what arrived is kept and nobody waits for an answer. */
export class SenderGone extends Error {
  override name = 'SenderGone';
}

/** Each write is a trip to another thread: gathering chunks saves most of them. */
const GATHER_BYTES = 1024 * 1024;

/**
 * Continues an upload at `offset`, and finishes it with its last byte.
 * @returns the new offset, which survives a power cut.
 * @throws LichengError `upload_offset_conflict` at another offset, while somebody else sends (`busy`), and when the whole is not
 * what was announced (`damaged`: it begins anew at 0); `invalid_request` for bytes beyond the declared length,
 * `service_unavailable` when a volume or the database is away: what arrived is kept; SenderGone.
 */
export async function receiveBytes(
  reception: Reception,
  owner: Owner,
  id: string,
  offset: number,
  incoming: Incoming,
): Promise<{ upload: Upload; offset: number }> {
  const { uploads, staging, turns } = reception;
  // Known before the turn is taken: a stranger must not be able to interrupt anybody.
  const found = await findOwnUpload(uploads, owner, id);
  const turn = await turns.takeWhenQuiet(id);
  if (turn === null) {
    throw new LichengError('upload_offset_conflict', { offset: await staging.offset(id), busy: true });
  }
  try {
    const upload = turn.waited ? await findOwnUpload(uploads, owner, id) : found;
    if (isComplete(upload.status)) {
      if (offset !== upload.sizeBytes) throw new LichengError('upload_offset_conflict', { offset: upload.sizeBytes });
      return { upload, offset };
    }
    const file = await staging.open(id);
    try {
      if (offset !== file.offset) throw new LichengError('upload_offset_conflict', { offset: file.offset });
      const room = upload.sizeBytes - offset;
      if ((incoming.lengthBytes ?? 0) > room) throw new LichengError('invalid_request', { field: 'Content-Length' });
      turn.signal.addEventListener('abort', incoming.cancel);
      await append(file, incoming.bytes, upload.sizeBytes, turn.heard);
    } catch (error) {
      await file.sync();
      await file.close();
      throw error;
    } finally {
      turn.signal.removeEventListener('abort', incoming.cancel);
    }
    if (file.offset === upload.sizeBytes) {
      if ((await finishUpload(reception, upload, file)) === 'damaged') {
        throw new LichengError('upload_offset_conflict', { offset: 0, damaged: true });
      }
    } else {
      await file.sync();
      await file.close();
    }
    return { upload, offset: file.offset };
  } finally {
    turn.end();
  }
}

async function append(
  file: StagedFile,
  bytes: AsyncIterable<Uint8Array>,
  sizeBytes: number,
  heard: () => void,
): Promise<void> {
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  const flush = async () => {
    if (gatheredBytes > 0) await file.append(gathered);
    gathered = [];
    gatheredBytes = 0;
  };
  const pieces = bytes[Symbol.asyncIterator]();
  for (;;) {
    let piece: IteratorResult<Uint8Array>;
    try {
      piece = await pieces.next();
    } catch (cause) {
      await flush();
      throw new SenderGone('the sender is gone', { cause });
    }
    if (piece.done === true) break;
    heard();
    if (file.offset + gatheredBytes + piece.value.byteLength > sizeBytes) {
      await flush();
      throw new LichengError('invalid_request', { field: 'Upload-Length' });
    }
    gathered.push(piece.value);
    gatheredBytes += piece.value.byteLength;
    if (gatheredBytes >= GATHER_BYTES) await flush();
  }
  await flush();
}
