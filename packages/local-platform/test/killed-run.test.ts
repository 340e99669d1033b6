import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  destroyPlatformData,
  endLeftovers,
  findFreePort,
  identify,
  holdFolder,
  isAlive,
  type ProcessIdentity,
  removeAbandoned,
  startPlatform,
} from '../src/index.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'licheng-killed-'));
});

afterEach(async () => {
  await destroyPlatformData(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

test('engines whose starter forgot them are ended, and only those', async () => {
  const platform = await startPlatform({ dataDir, durable: false });
  const orphans = platform.pids.map((pid) => identify(pid) as ProcessIdentity);
  expect(orphans.every(isAlive)).toBe(true);
  const bystander = spawn('sleep', ['60'], { cwd: join(dataDir, 'redis') });
  try {
    await endLeftovers(dataDir);
    expect(orphans.filter(isAlive)).toEqual([]);
    expect(identify(bystander.pid as number)).not.toBeNull();
  } finally {
    bystander.kill('SIGKILL');
    await platform.stop();
  }
});

test('a lock and an initialisation left by a dead process do not stand in the way', async () => {
  writeFileSync(join(dataDir, 'platform.lock'), JSON.stringify({ pid: 999_999_999, startedAt: 'never' }));
  mkdirSync(join(dataDir, 'postgres', 'init-77'), { recursive: true });
  writeFileSync(join(dataDir, 'postgres', 'init-77', 'PG_VERSION'), '15');
  const platform = await startPlatform({ dataDir, durable: false });
  await platform.stop();
  expect(readdirSync(join(dataDir, 'postgres')).filter((name) => name.startsWith('init'))).toEqual([]);
});

test('abandoned throwaway folders are removed; those in use and new ones stay', async () => {
  const old = new Date(Date.now() - 3_600_000);
  for (const name of ['t-abandoned', 't-used', 't-new', 'other']) mkdirSync(join(dataDir, name));
  const release = holdFolder(join(dataDir, 't-used'), 'test');
  for (const name of ['t-abandoned', 't-used', 'other']) utimesSync(join(dataDir, name), old, old);
  await removeAbandoned(dataDir, 't-');
  release();
  expect(readdirSync(dataDir).sort()).toEqual(['other', 't-new', 't-used']);
});

test('a given port that is taken is named together with its holder', async () => {
  const port = await findFreePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  try {
    await expect(startPlatform({ dataDir, durable: false, ports: { redis: port } })).rejects.toThrow(
      new RegExp(`port ${port} for redis is taken by .*pid ${process.pid}`),
    );
  } finally {
    server.close();
  }
});
