import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openVolumes, VolumeRefusedError } from '../src/index.ts';
import { freshVolumes, makeFolder, registryOf } from './volumes.ts';

describe('openVolumes', () => {
  const reopen = ({ paths, registry }: Pick<Awaited<ReturnType<typeof freshVolumes>>, 'paths' | 'registry'>) =>
    openVolumes({ paths, registry, allowEphemeral: true });

  it('marks empty volumes on the first start and opens them again', async () => {
    const fresh = await freshVolumes();
    const again = await reopen(fresh);
    expect(again.map(({ id, path }) => [id, path])).toEqual(fresh.volumes.map(({ id, path }) => [id, path]));
    const marker = JSON.parse(await readFile(join(fresh.paths[0] ?? '', 'licheng-volume.json'), 'utf8'));
    expect(marker).toMatchObject({ format: 1, volumeId: fresh.volumes[0]?.id });
  });

  it('finishes a first start that was interrupted before the markers were written', async () => {
    const { paths, registry } = await freshVolumes();
    const planned = (await registry.list()).map((volume) => ({ ...volume, initialised: false }));
    await rm(join(paths[1] ?? '', 'licheng-volume.json'));
    const interrupted = registryOf(planned);
    await openVolumes({ paths, registry: interrupted, allowEphemeral: true });
    expect((await interrupted.list()).every((volume) => volume.initialised)).toBe(true);
  });

  it('refuses volumes in the wrong order', async () => {
    const fresh = await freshVolumes();
    await expect(reopen({ ...fresh, paths: fresh.paths.toReversed() })).rejects.toThrow('volumes 1 and 2 are swapped');
  });

  it('refuses an empty volume where the database expects files', async () => {
    const fresh = await freshVolumes();
    const path = fresh.paths[1] ?? '';
    await rename(path, `${path}-elsewhere`);
    await expect(reopen(fresh)).rejects.toThrow(`${path} does not exist.`);
    await mkdir(path);
    await expect(reopen(fresh)).rejects.toThrow('it is empty, not mounted or not ours');
    expect(await readdir(path)).toEqual([]);
  });

  it('refuses a volume of another store', async () => {
    const [ours, theirs] = [await freshVolumes(), await freshVolumes()];
    const paths = [ours.paths[0] ?? '', theirs.paths[1] ?? ''];
    await expect(reopen({ ...ours, paths })).rejects.toThrow(/belongs to store/);
  });

  it('refuses a marked volume when the database knows none', async () => {
    const { paths } = await freshVolumes();
    await expect(reopen({ paths, registry: registryOf() })).rejects.toThrow('the wrong volume or the wrong database');
  });

  it('refuses a database that names files but no volumes', async () => {
    const folder = await makeFolder();
    const paths = [join(folder, 'a'), join(folder, 'b')];
    await expect(reopen({ paths, registry: registryOf([], true) })).rejects.toThrow('restore its table blob_volumes');
  });

  it('refuses to make a volume of a folder that holds something', async () => {
    const folder = await makeFolder();
    const paths = [join(folder, 'a'), join(folder, 'b')];
    await mkdir(join(folder, 'b'));
    await writeFile(join(folder, 'b', 'thesis.doc'), 'x');
    await expect(reopen({ paths, registry: registryOf() })).rejects.toThrow('not empty: it holds thesis.doc');
  });

  it('refuses the same folder twice', async () => {
    const path = join(await makeFolder(), 'a');
    await expect(reopen({ paths: [path, path], registry: registryOf() })).rejects.toThrow('must be different folders');
  });

  it('refuses a marker it cannot read and a volume whose blobs are gone', async () => {
    const fresh = await freshVolumes();
    await rm(join(fresh.paths[0] ?? '', 'blobs'), { recursive: true });
    await expect(reopen(fresh)).rejects.toThrow('its folder blobs is gone');
    await writeFile(join(fresh.paths[0] ?? '', 'licheng-volume.json'), '{');
    await expect(reopen(fresh)).rejects.toThrow(VolumeRefusedError);
  });

  it('refuses a volume in memory unless that is allowed', async () => {
    // Linux always has a tmpfs here.
    const folder = '/dev/shm';
    const paths = [join(folder, `licheng-${process.pid}-a`), join(folder, `licheng-${process.pid}-b`)];
    try {
      await expect(openVolumes({ paths, registry: registryOf() })).rejects.toThrow('lies on tmpfs');
      await openVolumes({ paths, registry: registryOf(), allowEphemeral: true });
    } finally {
      for (const path of paths) await rm(path, { recursive: true, force: true });
    }
  });
});
