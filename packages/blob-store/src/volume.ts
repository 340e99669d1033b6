import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobRef } from './blob-store.ts';
import { sha256OfCopy } from './copy.ts';
import { copyDurably, hasCode, syncPath } from './durable.ts';

export const INCOMING = 'incoming';
export const BLOBS = 'blobs';
const COPY_SUFFIX = '.copy';
const SHA256 = /^[0-9a-f]{64}$/;

/** One folder that holds a copy of every blob at `blobs/ab/cd/<sha256>`. */
export class Volume {
  readonly id: string;
  readonly path: string;
  readonly #copyByKernel: boolean;
  readonly #syncedFolders = new Map<string, Promise<void>>();

  /**
   * @param copyByKernel the faster way, only for volumes where it makes a second copy of the bytes: within one file system
   * such as Btrfs or XFS the kernel lets both files share their blocks, and one bad block would take both.
   */
  constructor(id: string, path: string, copyByKernel: boolean) {
    this.id = id;
    this.path = path;
    this.#copyByKernel = copyByKernel;
  }

  get incomingDir(): string {
    return join(this.path, INCOMING);
  }

  blobPath(sha256: string): string {
    if (!SHA256.test(sha256)) throw new TypeError('not a SHA-256 in lower-case hex');
    return join(this.path, BLOBS, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  async holds(blob: BlobRef): Promise<boolean> {
    try {
      const { size } = await stat(this.blobPath(blob.sha256));
      return size === blob.sizeBytes;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return false;
      throw error;
    }
  }

  /** As `holds`, and its bytes are the right ones. */
  async holdsSound(blob: BlobRef): Promise<boolean> {
    return (await sha256OfCopy(this.blobPath(blob.sha256), blob.sizeBytes)) === blob.sha256;
  }

  /**
   * Gives a finished, synced file of this volume its content address. A second name rather than a move: until the caller has
   * committed and drops the first name, a crash leaves the file where the next attempt looks for it.
   */
  async adopt(source: string, blob: BlobRef): Promise<void> {
    const target = this.blobPath(blob.sha256);
    // The size alone would let a damaged copy swallow the sound bytes in hand.
    if (!(await this.holdsSound(blob))) {
      await this.#makeFolders(blob.sha256);
      try {
        await link(source, target);
      } catch (error) {
        // EEXIST: a damaged copy, or another request was faster. The others: a file system without hard links.
        if (!hasCode(error, 'EEXIST', 'EPERM', 'EXDEV', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS')) throw error;
        if (!(await this.holdsSound(blob))) return this.replace(source, blob);
      }
    }
    // Also when it was there before: whoever made it may not have come this far yet.
    await this.#syncFolders(blob.sha256);
  }

  /** Makes a durable copy of a file that lies elsewhere, unless a sound one is there. */
  async copyIn(source: string, blob: BlobRef): Promise<void> {
    if (await this.holdsSound(blob)) await this.#syncFolders(blob.sha256);
    else await this.replace(source, blob);
  }

  /** Makes a durable copy, whatever was there. */
  async replace(source: string, blob: BlobRef): Promise<void> {
    const unfinished = join(this.incomingDir, `${randomUUID()}${COPY_SUFFIX}`);
    try {
      await copyDurably(source, unfinished, this.#copyByKernel);
      await this.#makeFolders(blob.sha256);
      await rename(unfinished, this.blobPath(blob.sha256));
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => {});
      throw error;
    }
    await this.#syncFolders(blob.sha256);
  }

  /** Removes copies that a crash left unfinished. */
  async removeUnfinishedCopies(): Promise<void> {
    for (const name of await readdir(this.incomingDir)) {
      if (name.endsWith(COPY_SUFFIX)) await rm(join(this.incomingDir, name), { force: true });
    }
  }

  async #makeFolders(sha256: string): Promise<void> {
    const folder = dirname(this.blobPath(sha256));
    // `blobs` itself is never made here: where a volume went away, its empty mount point must not be filled.
    await this.#makeFolder(dirname(folder));
    await this.#makeFolder(folder);
  }

  #makeFolder(folder: string): Promise<void> {
    let made = this.#syncedFolders.get(folder);
    if (made === undefined) {
      made = mkdir(folder, { mode: 0o700 })
        .catch((error: unknown) => {
          if (!hasCode(error, 'EEXIST')) throw error;
        })
        .then(() => syncPath(dirname(folder)))
        .catch((error: unknown) => {
          this.#syncedFolders.delete(folder);
          throw error;
        });
      this.#syncedFolders.set(folder, made);
    }
    return made;
  }

  async #syncFolders(sha256: string): Promise<void> {
    await this.#makeFolders(sha256);
    await syncPath(dirname(this.blobPath(sha256)));
  }
}
