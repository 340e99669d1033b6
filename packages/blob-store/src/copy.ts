import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { hasCode } from './durable.ts';

export const READ_CHUNK_BYTES = 256 * 1024;

/** Unreadable counts as missing: the other copy may be fine. */
export async function openCopy(path: string, sizeBytes: number): Promise<FileHandle | null> {
  try {
    const handle = await open(path, 'r');
    const { size } = await handle.stat();
    if (size === sizeBytes) return handle;
    await handle.close();
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'EIO', 'EACCES', 'ENOTDIR')) throw error;
  }
  return null;
}

/** Null for a copy that cannot be read or has another size. */
export async function sha256OfCopy(path: string, sizeBytes: number): Promise<string | null> {
  const handle = await openCopy(path, sizeBytes);
  if (handle === null) return null;
  const hash = createHash('sha256');
  try {
    const content = createReadStream('', { fd: handle, highWaterMark: READ_CHUNK_BYTES });
    for await (const chunk of content) hash.update(chunk as Uint8Array);
  } catch (error) {
    if (hasCode(error, 'EIO')) return null;
    throw error;
  }
  return hash.digest('hex');
}
