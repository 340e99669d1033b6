import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobMissingError, type BlobRef, type BlobStore } from '../src/index.ts';

export function refOf(content: Uint8Array): BlobRef {
  return { sha256: createHash('sha256').update(content).digest('hex'), sizeBytes: content.byteLength };
}

async function* inPieces(content: Buffer, pieceBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += pieceBytes) yield content.subarray(at, at + pieceBytes);
}

/** What every store must keep, wherever it keeps it. */
export function blobStoreContract(name: string, makeStore: () => Promise<BlobStore>): void {
  describe(`${name} as a blob store`, () => {
    let store: BlobStore;
    let dir: string;
    beforeEach(async () => {
      dir = await mkdtemp(join(tmpdir(), 'licheng-blob-source-'));
      store = await makeStore();
    });
    afterEach(() => rm(dir, { recursive: true }));

    it('gives back the bytes of a stream under their hash', async () => {
      const content = randomBytes(300_001);
      const blob = await store.put(inPieces(content, 7_000));
      expect(blob).toEqual(refOf(content));
      expect(await buffer(await store.open(blob))).toEqual(content);
    });

    it('gives back the bytes of a finished file and leaves the file to its owner', async () => {
      const content = randomBytes(50_000);
      const path = join(dir, 'finished');
      await writeFile(path, content);
      await store.putFile(path, refOf(content));
      await store.putFile(path, refOf(content));
      await rm(path);
      expect(await buffer(await store.open(refOf(content)))).toEqual(content);
    });

    it('gives back exactly the range asked for', async () => {
      const content = randomBytes(1_000);
      const blob = await store.put(inPieces(content, 1_000));
      expect(await buffer(await store.open(blob, { start: 0, end: 0 }))).toEqual(content.subarray(0, 1));
      expect(await buffer(await store.open(blob, { start: 990, end: 999 }))).toEqual(content.subarray(990));
    });

    it('takes the same content from many at once', async () => {
      const content = randomBytes(40_000);
      const blobs = await Promise.all(Array.from({ length: 20 }, () => store.put(inPieces(content, 9_999))));
      expect(new Set(blobs.map((blob) => blob.sha256)).size).toBe(1);
      expect(await store.verify(refOf(content))).toBe('sound');
    });

    it('knows what it does not hold', async () => {
      const absent = refOf(randomBytes(10));
      expect(await store.has(absent)).toBe(false);
      await expect(store.open(absent)).rejects.toThrow(BlobMissingError);
      expect(await store.verify(absent)).toBe('lost');
    });

    it('holds nothing of a stream that broke off', async () => {
      const content = randomBytes(10_000);
      async function* broken() {
        yield content;
        throw new Error('cut');
      }
      await expect(store.put(broken())).rejects.toThrow('cut');
      expect(await store.has(refOf(content))).toBe(false);
    });

    it('refuses an address that is no hash', async () => {
      await expect(store.open({ sha256: '../../etc/passwd', sizeBytes: 1 })).rejects.toThrow(TypeError);
    });
  });
}
