import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, realpath, rename, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, syncPath } from './durable.ts';
import { type RegisteredVolume, VolumeRefusedError, type VolumeRegistry } from './volume-registry.ts';
import { BLOBS, INCOMING, Volume } from './volume.ts';

export interface OpenVolumesOptions {
  /** In the order of BLOB_VOLUMES. */
  paths: readonly string[];
  registry: VolumeRegistry;
  /** Accepts volumes that do not survive a reboot; for tests and throwaway machines only. */
  allowEphemeral?: boolean;
}

const MARKER = 'licheng-volume.json';
/** What a fresh volume may hold: a new ext4 file system has this folder. */
const FRESH = new Set(['lost+found']);

/** statfs(2) f_type of file systems that live in memory or go with their container. */
const EPHEMERAL_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x01021994, 'tmpfs'],
  [0x858458f6, 'ramfs'],
  [0x794c7630, 'overlay'],
]);

/** ext2 to ext4. */
const EXT_FILE_SYSTEM = 0xef53;

interface Marker {
  volumeId: string;
  storeId: string;
}

/**
 * Opens the volumes the database knows, or makes them on the first start.
 * @throws VolumeRefusedError for an unknown, swapped, unexpectedly empty or ephemeral volume.
 */
export async function openVolumes(options: OpenVolumesOptions): Promise<Volume[]> {
  const { paths, registry } = options;
  let registered = await registry.list();
  if (registered.length === 0) {
    if (await registry.holdsBlobs()) {
      throw new VolumeRefusedError('The database names stored files but no volumes; restore its table blob_volumes.');
    }
    await registry.plan(await planVolumes(paths));
    registered = await registry.list();
  }
  if (registered.length !== paths.length) {
    throw new VolumeRefusedError(
      `The database knows ${registered.length} volumes, ${paths.length} are configured: ${paths.join(', ')}.`,
    );
  }
  await refuseSameFolder(paths);
  const pairs = registered
    .toSorted((a, b) => a.position - b.position)
    .map((expected, index) => ({ expected, path: paths[index] ?? '' }));
  for (const { expected, path } of pairs) {
    await refuseEphemeral(path, options.allowEphemeral === true);
    if (!expected.initialised && (await readMarker(path)) === null) await initialise(path, expected);
    await refuseStranger(path, expected, registered);
  }
  if (registered.some((volume) => !volume.initialised)) await registry.confirm();
  const apart = await areApart(paths);
  const volumes = pairs.map(({ expected, path }) => new Volume(expected.volumeId, path, apart));
  for (const volume of volumes) await volume.removeUnfinishedCopies();
  return volumes;
}

async function planVolumes(paths: readonly string[]): Promise<RegisteredVolume[]> {
  for (const path of paths) {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const marker = await readMarker(path);
    if (marker !== null) {
      throw new VolumeRefusedError(
        `${path} is volume ${marker.volumeId} of store ${marker.storeId}, but this database knows no volumes yet: ` +
          'it is the wrong volume or the wrong database.',
      );
    }
    await refuseUsed(path);
  }
  const storeId = randomUUID();
  return paths.map((_, position) => ({ position, volumeId: randomUUID(), storeId, initialised: false }));
}

async function initialise(path: string, { volumeId, storeId }: RegisteredVolume): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await refuseUsed(path);
  for (const folder of [INCOMING, BLOBS]) await mkdir(join(path, folder), { recursive: true, mode: 0o700 });
  const unfinished = join(path, `${MARKER}.new`);
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify({ format: 1, volumeId, storeId }, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, join(path, MARKER));
  await syncPath(path);
}

async function refuseUsed(path: string): Promise<void> {
  // What an interrupted first start leaves behind is no content.
  const own = new Set([INCOMING, BLOBS, `${MARKER}.new`]);
  for (const name of await readdir(path)) {
    if (FRESH.has(name)) continue;
    if (own.has(name) && (name.endsWith('.new') || (await readdir(join(path, name))).length === 0)) continue;
    throw new VolumeRefusedError(`${path} is to become a new volume, but it is not empty: it holds ${name}.`);
  }
}

async function refuseStranger(
  path: string,
  expected: RegisteredVolume,
  registered: readonly RegisteredVolume[],
): Promise<void> {
  const wanted = `volume ${expected.volumeId} of store ${expected.storeId}`;
  const marker = await readMarker(path);
  if (marker === null) {
    throw new VolumeRefusedError(
      `${path} should be ${wanted}, but it has no ${MARKER}: it is empty, not mounted or not ours.`,
    );
  }
  if (marker.storeId !== expected.storeId) {
    throw new VolumeRefusedError(`${path} should be ${wanted}, but it belongs to store ${marker.storeId}.`);
  }
  const other = registered.find((volume) => volume.volumeId === marker.volumeId);
  if (other === undefined) {
    throw new VolumeRefusedError(`${path} should be ${wanted}, but it is the unknown volume ${marker.volumeId}.`);
  }
  if (other.position !== expected.position) {
    throw new VolumeRefusedError(
      `${path} should be ${wanted}, but it is volume ${marker.volumeId}: volumes ${expected.position + 1} and ` +
        `${other.position + 1} are swapped.`,
    );
  }
  for (const folder of [INCOMING, BLOBS]) {
    const there = await stat(join(path, folder)).catch(() => null);
    if (there?.isDirectory() !== true)
      throw new VolumeRefusedError(`${path} is ${wanted}, but its folder ${folder} is gone.`);
  }
}

async function readMarker(path: string): Promise<Marker | null> {
  let text: string;
  try {
    text = await readFile(join(path, MARKER), 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
  try {
    const { volumeId, storeId } = JSON.parse(text) as Partial<Marker>;
    if (typeof volumeId === 'string' && typeof storeId === 'string') return { volumeId, storeId };
  } catch {
    // Reported below, together with a marker that lacks its ids.
  }
  throw new VolumeRefusedError(`${join(path, MARKER)} cannot be read as a volume marker.`);
}

/** The kind of file system below a folder when it goes with its machine or container, else null. */
export async function ephemeralFileSystem(path: string): Promise<string | null> {
  const { type } = await statfs(path);
  return EPHEMERAL_FILE_SYSTEMS.get(type >>> 0) ?? null;
}

async function refuseEphemeral(path: string, allowed: boolean): Promise<void> {
  const kind = await ephemeralFileSystem(path).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) throw new VolumeRefusedError(`${path} does not exist.`);
    throw error;
  });
  if (kind !== null && !allowed) {
    throw new VolumeRefusedError(
      `${path} lies on ${kind}, which does not survive a restart of its machine or container.`,
    );
  }
}

/** Whether files of two volumes can never share blocks: they lie on different file systems, or on one that cannot share. */
async function areApart(paths: readonly string[]): Promise<boolean> {
  const devices = await Promise.all(paths.map(async (path) => (await stat(path)).dev));
  if (new Set(devices).size === paths.length) return true;
  const types = await Promise.all(paths.map(async (path) => (await statfs(path)).type >>> 0));
  return types.every((type) => type === EXT_FILE_SYSTEM);
}

async function refuseSameFolder(paths: readonly string[]): Promise<void> {
  const real = await Promise.all(paths.map((path) => realpath(path).catch(() => path)));
  if (new Set(real).size !== real.length) {
    throw new VolumeRefusedError(`The volumes must be different folders: ${paths.join(', ')}.`);
  }
}
