import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { endClamdLeftovers } from './clamd.ts';
import { removeContainers, removeVolumes } from './docker-fallback.ts';
import { folderHolder } from './folder-lock.ts';
import { endPostgresLeftovers } from './postgres.ts';
import { endRabbitmqLeftovers } from './rabbitmq.ts';
import { endRedisLeftovers } from './redis.ts';
import { Secrets } from './secrets.ts';

/** Stops engines of a run that was killed. Only for a data folder that no living process holds. */
export async function endLeftovers(dataDir: string): Promise<void> {
  const folder = resolve(dataDir);
  if (!existsSync(join(folder, 'secrets.json'))) return;
  const secrets = new Secrets(folder);
  await Promise.all([
    endPostgresLeftovers(secrets.get('postgres/folder') ?? join(folder, 'postgres')),
    endRabbitmqLeftovers(join(folder, 'broker')),
    endRedisLeftovers(join(folder, 'redis')),
    endClamdLeftovers(join(folder, 'clamd')),
    removeContainers(secrets),
  ]);
}

/** Removes a data folder with everything in it, PostgreSQL's part elsewhere included. */
export async function destroyPlatformData(dataDir: string): Promise<void> {
  const folder = resolve(dataDir);
  const holder = folderHolder(folder, 'platform');
  if (holder && holder.pid !== process.pid) {
    throw new Error(`the data folder ${folder} is in use by process ${holder.pid}; stop that one first`);
  }
  await endLeftovers(folder);
  if (existsSync(join(folder, 'secrets.json'))) {
    const secrets = new Secrets(folder);
    await removeVolumes(secrets);
    const elsewhere = secrets.get('postgres/folder');
    if (elsewhere) rmSync(elsewhere, { recursive: true, force: true });
  }
  for (const part of ['postgres', 'broker', 'redis', 'clamd', 'secrets.json', 'platform.lock']) {
    rmSync(join(folder, part), { recursive: true, force: true });
  }
}

const unsignedAgeMs = 60_000;

/** Removes throwaway data folders whose process was killed before it could tidy up. */
export async function removeAbandoned(parent: string, prefix: string): Promise<void> {
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    const folder = join(parent, name);
    if (!name.startsWith(prefix) || !isAbandoned(folder)) continue;
    await destroyPlatformData(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAbandoned(folder: string): boolean {
  try {
    // Just made, and not signed yet.
    if (Date.now() - statSync(folder).mtimeMs < unsignedAgeMs) return false;
    return ['platform', 'system', 'test'].every((lock) => folderHolder(folder, lock) === null);
  } catch {
    return false;
  }
}
