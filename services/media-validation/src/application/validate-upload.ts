import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileRejection, FileSlot } from '@licheng/portfolio-rules';
import { HEAD_BYTES, outerCheck } from '../domain/outer-check.ts';
import { type Readers, deepCheck } from './deep-check.ts';
import type { Uploads, VirusScanner } from './ports.ts';

export interface Validation {
  uploads: Uploads;
  scanner: VirusScanner;
  readers: Readers;
  /** A private folder for files under check. */
  workDir: string;
}

export interface UploadedFile {
  uploadId: string;
  slot: FileSlot;
  fileName: string;
  sha256: string;
}

export type Verdict = { rejection: FileRejection } | { mediaType: string; hasThumbnail: boolean };

export const CHECK_DIR_PREFIX = 'check-';

/**
 * Fetches a file, checks it from the outside in, and hands its thumbnail back. Nothing of it stays here.
 * @throws LichengError `service_unavailable` when the scanner or the upload service is away: no verdict without them.
 */
export async function validateUpload(validation: Validation, file: UploadedFile): Promise<Verdict> {
  const { uploads, scanner, readers, workDir } = validation;
  // Mode 700: the folder keeps everyone else out, whatever mode a tool gives its output.
  const dir = await mkdtemp(join(workDir, CHECK_DIR_PREFIX));
  try {
    const path = join(dir, 'content');
    const { sizeBytes, sha256 } = await uploads.fetch(file.uploadId, path);
    if (sha256 !== file.sha256) throw new Error('the bytes fetched are not the ones announced');
    const outer = outerCheck(file.slot, file.fileName, sizeBytes, await headOf(path));
    if ('rejection' in outer) return outer;
    if ((await scanner.scan(path)) === 'infected') return { rejection: 'infected' };
    const deep = await deepCheck(readers, outer.mediaType, path, dir);
    if ('rejection' in deep) return deep;
    if (deep.thumbnail !== null) await uploads.putThumbnail(file.uploadId, await readFile(deep.thumbnail));
    return { mediaType: outer.mediaType, hasThumbnail: deep.thumbnail !== null };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function headOf(path: string): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
