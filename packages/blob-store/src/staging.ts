import { createHash, type Hash } from 'node:crypto';
import { type Stats, constants, createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { hasCode, syncPath, writeAll } from './durable.ts';
import type { Volume } from './volume.ts';

const REMEMBERED = 500;
const NAME = /^[0-9a-z-]+$/;

interface Progress {
  hash: Hash;
  offset: number;
}

/** A file that arrives in pieces, hashed on the way. One writer at a time: its owner sees to that. */
export interface StagedFile {
  readonly path: string;
  /** Bytes held so far. */
  readonly offset: number;
  append(chunks: readonly Uint8Array[]): Promise<void>;
  /** Resolves when everything appended survives a power cut. */
  sync(): Promise<void>;
  /** SHA-256 of everything so far, in lower-case hex. */
  digest(): string;
  /** The file and its progress stay for the next `open`. */
  close(): Promise<void>;
}

/**
 * The `incoming` folder: files that are not whole yet, by the name of their upload. The length of the file is the truth about
 * how far it came. Appending only, no file system lets a file's length run ahead of its bytes, not even in a power cut.
 */
export class Staging {
  readonly #dir: string;
  /** Running hashes of files that may be continued; a restart or a long list costs only hashing the file again. */
  readonly #progress = new Map<string, Progress>();

  constructor(home: Volume) {
    this.#dir = home.incomingDir;
  }

  #path(name: string): string {
    if (!NAME.test(name)) throw new TypeError('not a name for a staged file');
    return join(this.#dir, name);
  }

  /** Continues the file of that name or begins it. */
  async open(name: string): Promise<StagedFile> {
    const path = this.#path(name);
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      const { size } = await handle.stat();
      const known = this.#progress.get(name);
      this.#progress.delete(name);
      const progress = known?.offset === size ? known : { hash: await hashFile(path), offset: size };
      return this.#staged(name, handle, progress);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  #staged(name: string, handle: FileHandle, progress: Progress): StagedFile {
    const path = this.#path(name);
    const dir = this.#dir;
    const remember = () => {
      const [oldest] = this.#progress.keys();
      if (this.#progress.size >= REMEMBERED && oldest !== undefined) this.#progress.delete(oldest);
      this.#progress.set(name, progress);
    };
    return {
      path,
      get offset() {
        return progress.offset;
      },
      async append(chunks) {
        const end = await writeAll(handle, chunks, progress.offset);
        for (const chunk of chunks) progress.hash.update(chunk);
        progress.offset = end;
      },
      async sync() {
        await handle.sync();
        await syncPath(dir);
      },
      digest: () => progress.hash.copy().digest('hex'),
      async close() {
        remember();
        await handle.close();
      },
    };
  }

  /** Bytes held under that name; 0 when there is nothing. */
  async offset(name: string): Promise<number> {
    return (await this.#stat(name))?.size ?? 0;
  }

  /** When the last bytes under that name arrived; null when there is nothing. */
  async changedAt(name: string): Promise<Date | null> {
    return (await this.#stat(name))?.mtime ?? null;
  }

  async #stat(name: string): Promise<Stats | null> {
    try {
      return await stat(this.#path(name));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return null;
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    this.#progress.delete(name);
    await rm(this.#path(name), { force: true });
  }

  /** Names of all staged files. */
  async list(): Promise<string[]> {
    return (await readdir(this.#dir)).filter((name) => NAME.test(basename(name)));
  }
}

async function hashFile(path: string): Promise<Hash> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) hash.update(chunk as Uint8Array);
  return hash;
}
