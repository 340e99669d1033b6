import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { destroyPlatformData, removeAbandoned } from '@licheng/local-platform';
import { Progress } from './progress.ts';
import { root } from './run.ts';
import { startSystem } from './system.ts';

export interface BrowserTarget {
  url: string;
  /** What the specs of e2e/ read, see e2e/support/environment.ts. */
  env: Record<string, string>;
}

/** Runs `work` against a throwaway system with demo data; whatever an earlier run of this name left behind goes first. */
export async function withThrowawaySystem<T>(
  name: string,
  options: { progress: Progress; signal: AbortSignal },
  work: (target: BrowserTarget, dataDir: string) => Promise<T>,
): Promise<T> {
  const parent = join(root, '.licheng');
  mkdirSync(parent, { recursive: true });
  await removeAbandoned(parent, `${name}-`);
  const dataDir = mkdtempSync(join(parent, `${name}-`));
  // Long enough to be seen and taken back in a journey, short enough to be waited for.
  process.env['LICHENG_VERDICT_UNDO_SECONDS'] ??= '2';
  try {
    const system = await startSystem({ dataDir, port: null, demo: true, durable: false, echo: null, ...options });
    try {
      return await work(targetOf(dataDir), dataDir);
    } finally {
      await system.stop();
    }
  } finally {
    await destroyPlatformData(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Runs `work` against the system of LICHENG_DATA_DIR where that names a running one, else against a throwaway. */
export async function withSystem<T>(name: string, work: (target: BrowserTarget) => Promise<T>): Promise<T> {
  const given = process.env['LICHENG_DATA_DIR'];
  if (given !== undefined) return work(targetOf(given));
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => abort.abort(new Error(`stopped by ${signal}`)));
  }
  const progress = new Progress((line) => console.error(line));
  return withThrowawaySystem(name, { progress, signal: abort.signal }, work);
}

function targetOf(dataDir: string): BrowserTarget {
  const file = join(dataDir, 'state.json');
  const { url, accountsFile } = JSON.parse(readFileSync(file, 'utf8')) as { url: string; accountsFile: string | null };
  return {
    url,
    env: { LICHENG_E2E_URL: url, LICHENG_E2E_ACCOUNTS: accountsFile ?? '', LICHENG_E2E_STATE: file },
  };
}

/** Exit code of Playwright, whose output goes to the terminal. */
export function playwright(args: string[], env: Record<string, string>): Promise<number> {
  const PATH = `${join(root, 'node_modules/.bin')}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  return new Promise((resolve, reject) => {
    const child = spawn('playwright', ['test', ...args], {
      cwd: join(root, 'e2e'),
      env: { ...process.env, ...env, PATH },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
