import { type FileHandle, constants, copyFile, open } from 'node:fs/promises';

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

/** Appends all chunks at `position`. @returns the position behind them. */
export async function writeAll(handle: FileHandle, chunks: readonly Uint8Array[], position: number): Promise<number> {
  const total = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  let { bytesWritten } = await handle.writev(chunks, position);
  if (bytesWritten === total) return position + total;
  // Rare: the volume is nearly full, or a signal came in between.
  const rest = Buffer.concat(chunks);
  while (bytesWritten < total) {
    const more = await handle.write(rest, bytesWritten, total - bytesWritten, position + bytesWritten);
    bytesWritten += more.bytesWritten;
  }
  return position + total;
}

/** Copies so that the new file is durable, though not yet its name. @param byKernel see `Volume`. */
export async function copyDurably(source: string, target: string, byKernel: boolean): Promise<void> {
  if (byKernel) await copyFile(source, target, constants.COPYFILE_EXCL);
  else await copyThroughProcess(source, target);
  await syncPath(target);
}

async function copyThroughProcess(source: string, target: string): Promise<void> {
  const from = await open(source, 'r');
  try {
    const to = await open(target, 'wx', 0o600);
    try {
      const buffer = Buffer.allocUnsafe(COPY_CHUNK_BYTES);
      let position = 0;
      for (;;) {
        const { bytesRead } = await from.read(buffer, 0, buffer.length, position);
        if (bytesRead === 0) break;
        position = await writeAll(to, [buffer.subarray(0, bytesRead)], position);
      }
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
