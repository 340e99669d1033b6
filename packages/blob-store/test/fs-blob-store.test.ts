import { randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { waitUntil } from '@licheng/testing';
import { describe, expect, it } from 'vitest';
import { type BlobRef, FsBlobStore, openVolumes, startScrub } from '../src/index.ts';
import { blobStoreContract, refOf } from './blob-store-contract.ts';
import { freshVolumes } from './volumes.ts';

blobStoreContract('FsBlobStore', async () => new FsBlobStore((await freshVolumes()).volumes));

async function storeWith(content: Buffer) {
  const { paths, registry, volumes } = await freshVolumes();
  const store = new FsBlobStore(volumes);
  const incoming = join(paths[0] ?? '', 'incoming', 'upload-1');
  await writeFile(incoming, content);
  const blob = refOf(content);
  await store.putFile(incoming, blob);
  const copies = volumes.map((volume) => volume.blobPath(blob.sha256));
  return { store, blob, copies: copies as [string, string], incoming, paths, registry, volumes };
}

describe('FsBlobStore', () => {
  const content = randomBytes(120_000);

  it('has written identical bytes to both volumes when it acknowledges', async () => {
    const { copies } = await storeWith(content);
    for (const copy of copies) expect(await readFile(copy)).toEqual(content);
    const [a, b] = await Promise.all(copies.map((copy) => stat(copy)));
    expect(a?.ino).not.toBe(b?.ino);
  });

  it('does not write an existing blob again', async () => {
    const { store, blob, copies, incoming } = await storeWith(content);
    const before = await Promise.all(copies.map((copy) => stat(copy)));
    await store.putFile(incoming, blob);
    const after = await Promise.all(copies.map((copy) => stat(copy)));
    expect(after.map(({ ino, mtimeMs }) => [ino, mtimeMs])).toEqual(before.map(({ ino, mtimeMs }) => [ino, mtimeMs]));
  });

  it.each([0, 1] as const)(
    'puts back copy %i when the same bytes come again and it is missing or short',
    async (index) => {
      const { store, blob, copies, incoming } = await storeWith(content);
      await rm(copies[index]);
      await store.putFile(incoming, blob);
      expect(await readFile(copies[index])).toEqual(content);
      const source = `${incoming}-again`;
      await writeFile(source, content);
      await rm(copies[index]);
      await writeFile(copies[index], content.subarray(0, 100));
      await store.putFile(source, blob);
      expect(await readFile(copies[index])).toEqual(content);
    },
  );

  it('replaces damaged copies when the same bytes come again, even when none was sound', async () => {
    const { store, blob, copies, incoming } = await storeWith(content);
    const source = `${incoming}-again`;
    await writeFile(source, content);
    for (const copy of copies) {
      await rm(copy);
      await writeFile(copy, Buffer.alloc(content.length));
    }
    expect(await store.verify(blob)).toBe('lost');
    await store.putFile(source, blob);
    for (const copy of copies) expect(await readFile(copy)).toEqual(content);
  });

  it('does not acknowledge while the second volume is away', async () => {
    const { store, volumes, paths } = await storeWith(content);
    const more = randomBytes(1_000);
    const source = join(paths[0] ?? '', 'incoming', 'upload-2');
    await writeFile(source, more);
    await rm(join(paths[1] ?? '', 'blobs'), { recursive: true });
    await rm(join(paths[1] ?? '', 'incoming'), { recursive: true });
    await expect(store.putFile(source, refOf(more))).rejects.toThrow('ENOENT');
    // An unmounted volume's mount point stays empty: nothing is written past it.
    expect(await readdir(paths[1] ?? '')).toEqual(['licheng-volume.json']);
    for (const folder of ['blobs', 'incoming']) await mkdir(join(paths[1] ?? '', folder));
    await store.putFile(source, refOf(more));
    expect(await readFile(volumes[1]?.blobPath(refOf(more).sha256) ?? '')).toEqual(more);
  });

  it('reads the second copy when the first is missing or cut short', async () => {
    const { store, blob, copies } = await storeWith(content);
    await truncate(copies[0], 10);
    expect(await buffer(await store.open(blob))).toEqual(content);
    await rm(copies[0]);
    expect(await buffer(await store.open(blob))).toEqual(content);
    expect(await store.has(blob)).toBe(true);
  });

  it.each([0, 1] as const)('finds a flipped bit in copy %i and repairs it from the other', async (index) => {
    const { store, blob, copies } = await storeWith(content);
    const damaged = Buffer.from(content);
    damaged[60_000] = (damaged[60_000] ?? 0) ^ 1;
    await rm(copies[index]);
    await writeFile(copies[index], damaged);
    expect(await store.verify(blob)).toBe('repaired');
    expect(await readFile(copies[index])).toEqual(content);
    expect(await store.verify(blob)).toBe('sound');
  });

  it('says so when no sound copy is left', async () => {
    const { store, blob, copies } = await storeWith(content);
    for (const copy of copies) await truncate(copy, 10);
    expect(await store.verify(blob)).toBe('lost');
  });

  it('clears copies that a crash left unfinished and keeps uploads that can go on', async () => {
    const { paths, registry } = await storeWith(content);
    for (const path of paths) await writeFile(join(path, 'incoming', 'half.copy'), 'half');
    await openVolumes({ paths, registry, allowEphemeral: true });
    expect(await readdir(join(paths[0] ?? '', 'incoming'))).toEqual(['upload-1']);
    expect(await readdir(join(paths[1] ?? '', 'incoming'))).toEqual([]);
  });

  it('scrubs what is due and goes on after a failure', async () => {
    const { store, blob, copies } = await storeWith(content);
    await rm(copies[1]);
    const due: (BlobRef | Error)[] = [new Error('database away'), blob];
    const results: string[] = [];
    const failures: unknown[] = [];
    const scrub = startScrub({
      store,
      next: async () => {
        const next = due.shift() ?? null;
        if (next instanceof Error) throw next;
        return next;
      },
      done: async (_, result) => void results.push(result),
      failed: (error) => failures.push(error),
      pauseMs: 1,
    });
    await waitUntil(() => results.length > 0, { what: 'the scrub' });
    await scrub.stop();
    expect(results).toEqual(['repaired']);
    expect(failures).toHaveLength(1);
    expect(await readFile(copies[1])).toEqual(content);
  });
});
