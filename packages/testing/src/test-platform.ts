import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  destroyPlatformData,
  engineImages,
  holdFolder,
  type PlatformAddresses,
  removeAbandoned,
  startPlatform,
} from '@licheng/local-platform';
import { startContainers } from './containers.ts';
import { vhostPool } from './vhost-pool.ts';

const run = promisify(execFile);

/** What the tests of all workers share; plain data, handed on as a JSON file. */
export interface TestPlatform extends PlatformAddresses {
  /** One folder per vhost or Redis database in use. */
  leasesDir: string;
}

export interface RunningTestPlatform {
  platform: TestPlatform;
  /** The JSON file for LICHENG_TEST_PLATFORM. */
  file: string;
  stop(): Promise<void>;
}

/** Throwaway engines of this test run. LICHENG_TEST_ENGINES=local|containers chooses which kind. */
export async function startTestPlatform(onProgress: (line: string) => void = () => {}): Promise<RunningTestPlatform> {
  await removeAbandoned(tmpdir(), 'licheng-test-');
  const dataDir = mkdtempSync(join(tmpdir(), 'licheng-test-'));
  holdFolder(dataDir, 'test');
  try {
    const { addresses, stop } =
      (await engineKind()) === 'containers'
        ? await startContainers(dataDir, onProgress)
        : await startLocal(dataDir, onProgress);
    const leasesDir = join(dataDir, 'leases');
    mkdirSync(leasesDir);
    const platform = { ...addresses, leasesDir };
    const file = join(dataDir, 'test-platform.json');
    writeFileSync(file, JSON.stringify(platform), { mode: 0o600 });
    return {
      platform,
      file,
      async stop() {
        await stop();
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}

async function startLocal(dataDir: string, onProgress: (line: string) => void) {
  const running = await startPlatform({ dataDir, durable: false, onProgress, brokerDefinitions: vhostPool });
  const { postgres, broker, redis, clamd } = running;
  return {
    addresses: { dataDir, postgres, broker, redis, clamd },
    async stop() {
      await running.stop();
      await destroyPlatformData(dataDir);
    },
  };
}

async function engineKind(): Promise<'local' | 'containers'> {
  const wanted = process.env['LICHENG_TEST_ENGINES'];
  if (wanted === 'local' || wanted === 'containers') return wanted;
  if (wanted) throw new Error(`LICHENG_TEST_ENGINES is "${wanted}"; it may be local or containers`);
  try {
    await run('docker', ['info'], { timeout: 5_000 });
    await run('docker', ['image', 'inspect', ...Object.values(engineImages)], { timeout: 5_000 });
    return 'containers';
  } catch {
    return 'local';
  }
}

let known: Promise<TestPlatform> | undefined;

/** The platform of this run, from inside a test. */
export function testPlatform(): Promise<TestPlatform> {
  known ??= find();
  return known;
}

async function find(): Promise<TestPlatform> {
  const file = process.env['LICHENG_TEST_PLATFORM'];
  if (file) return JSON.parse(readFileSync(file, 'utf8')) as TestPlatform;
  const address = process.env['LICHENG_TEST_PLATFORM_AT'];
  if (!address) throw new Error('no test platform: run through vitest with @licheng/testing/global-setup');
  const response = await fetch(address, { signal: AbortSignal.timeout(180_000) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as TestPlatform;
}
