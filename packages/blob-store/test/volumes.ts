import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openVolumes, type RegisteredVolume, type VolumeRegistry } from '../src/index.ts';

/** The database's side, in memory. */
export function registryOf(initial: readonly RegisteredVolume[] = [], holdsBlobs = false) {
  let volumes = [...initial];
  const registry: VolumeRegistry = {
    list: async () => structuredClone(volumes),
    holdsBlobs: async () => holdsBlobs,
    plan: async (planned) => {
      if (volumes.length === 0) volumes = [...planned];
    },
    confirm: async () => {
      volumes = volumes.map((volume) => ({ ...volume, initialised: true }));
    },
  };
  return registry;
}

export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'licheng-volumes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function freshVolumes() {
  const folder = await makeFolder();
  const paths = [join(folder, 'a'), join(folder, 'b')];
  const registry = registryOf();
  return { paths, registry, volumes: await openVolumes({ paths, registry, allowEphemeral: true }) };
}
