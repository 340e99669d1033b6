import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileStore } from '../application/ports.ts';

const ABANDONED_AFTER_MS = 60 * 60 * 1000;

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function takeIn(
  bytes: AsyncIterable<Uint8Array>,
  path: string,
  limitBytes: number,
): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx');
  try {
    let sizeBytes = 0;
    for await (const chunk of bytes) {
      sizeBytes += chunk.byteLength;
      // Leaving the loop ends the download too.
      if (sizeBytes > limitBytes) break;
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
    return { sizeBytes, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

/** What a crash left half written is nobody's; another replica's download is younger than that. */
async function removeAbandoned(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { force: true });
  }
}

/** Files under their SHA-256: temporary file → fsync → rename → fsync of the folder, so that a name means whole bytes. */
export async function createFileStore(root: string): Promise<FileStore> {
  const incoming = join(root, 'incoming');
  await mkdir(incoming, { recursive: true });
  await removeAbandoned(incoming);
  return {
    async keep(bytes, limitBytes, accept) {
      const temporary = join(incoming, randomUUID());
      try {
        const received = await takeIn(bytes, temporary, limitBytes);
        const receipt = accept(received);
        if (receipt.kept) {
          const folder = join(root, received.sha256.slice(0, 2));
          if ((await mkdir(folder, { recursive: true })) !== undefined) await syncFolder(root);
          await rename(temporary, join(folder, received.sha256));
          await syncFolder(folder);
        }
        return receipt;
      } finally {
        await rm(temporary, { force: true });
      }
    },
  };
}
