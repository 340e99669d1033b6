import { type FileHandle, open } from 'node:fs/promises';

const COPY_CHUNK_BYTES = 256 * 1024;

/** A new or renamed entry is durable only once its directory is: fsync(2), "Calling fsync() does not necessarily ensure…". */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function writeAll(handle: FileHandle, chunks: readonly Uint8Array[], position: number): Promise<number> {
  let at = position;
  for (const chunk of chunks) {
    let done = 0;
    while (done < chunk.byteLength) {
      const { bytesWritten } = await handle.write(chunk, done, chunk.byteLength - done, at);
      done += bytesWritten;
      at += bytesWritten;
    }
  }
  return at;
}

/**
 * Copies through this process: the kernel's own copy may share the blocks of both files where the volumes lie on one
 * file system, and one bad block would then take both copies.
 */
export async function copyDurably(source: string, target: string): Promise<void> {
  const from = await open(source, 'r');
  try {
    const to = await open(target, 'wx', 0o600);
    try {
      const { size } = await from.stat();
      const buffer = Buffer.allocUnsafe(Math.min(COPY_CHUNK_BYTES, Math.max(1, size)));
      let position = 0;
      for (;;) {
        const { bytesRead } = await from.read(buffer, 0, buffer.length, position);
        if (bytesRead === 0) break;
        position = await writeAll(to, [buffer.subarray(0, bytesRead)], position);
      }
      await to.sync();
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
