import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { BlobMissingError, type BlobRef, type BlobStore, type ByteRange, type Verification } from './blob-store.ts';
import { READ_CHUNK_BYTES, openCopy } from './copy.ts';
import { syncPath, writeAll } from './durable.ts';
import type { Volume } from './volume.ts';

/** Every blob on every volume: acknowledged means that all copies are on disk, names included. */
export class FsBlobStore implements BlobStore {
  readonly #home: Volume;
  readonly #mirrors: readonly Volume[];

  /** @param volumes as `openVolumes` gives them; new content arrives in the first one's `incoming` folder. */
  constructor(volumes: readonly Volume[]) {
    const [home, ...mirrors] = volumes;
    if (home === undefined || mirrors.length === 0) throw new TypeError('a mirror needs two volumes at least');
    this.#home = home;
    this.#mirrors = mirrors;
  }

  async putFile(path: string, blob: BlobRef): Promise<void> {
    await syncPath(path);
    await Promise.all([this.#home.adopt(path, blob), ...this.#mirrors.map((mirror) => mirror.copyIn(path, blob))]);
  }

  async put(content: AsyncIterable<Uint8Array>): Promise<BlobRef> {
    const path = join(this.#home.incomingDir, `${randomUUID()}.copy`);
    try {
      const hash = createHash('sha256');
      let sizeBytes = 0;
      const handle = await open(path, 'wx', 0o600);
      try {
        for await (const chunk of content) {
          hash.update(chunk);
          sizeBytes = await writeAll(handle, [chunk], sizeBytes);
        }
      } finally {
        await handle.close();
      }
      const blob = { sha256: hash.digest('hex'), sizeBytes };
      await this.putFile(path, blob);
      return blob;
    } finally {
      await rm(path, { force: true });
    }
  }

  async open(blob: BlobRef, range?: ByteRange): Promise<Readable> {
    for (const volume of this.#volumes()) {
      const handle = await openCopy(volume.blobPath(blob.sha256), blob.sizeBytes);
      if (handle === null) continue;
      return createReadStream('', { fd: handle, highWaterMark: READ_CHUNK_BYTES, ...range });
    }
    throw new BlobMissingError(`no readable copy of ${blob.sha256}`);
  }

  async has(blob: BlobRef): Promise<boolean> {
    const held = await Promise.all(this.#volumes().map((volume) => volume.holds(blob)));
    return held.includes(true);
  }

  async verify(blob: BlobRef): Promise<Verification> {
    const sound: Volume[] = [];
    const damaged: Volume[] = [];
    for (const volume of this.#volumes()) {
      ((await volume.holdsSound(blob)) ? sound : damaged).push(volume);
    }
    const [source] = sound;
    if (source === undefined) return 'lost';
    for (const volume of damaged) await volume.replace(source.blobPath(blob.sha256), blob);
    return damaged.length === 0 ? 'sound' : 'repaired';
  }

  /** @throws when a volume is not there or lost its folders. */
  async ping(): Promise<void> {
    await Promise.all(this.#volumes().map((volume) => access(volume.incomingDir, constants.W_OK)));
  }

  #volumes(): Volume[] {
    return [this.#home, ...this.#mirrors];
  }
}
