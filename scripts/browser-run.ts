import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { destroyPlatformData } from '@licheng/local-platform';
import { Progress } from './progress.ts';
import { root } from './run.ts';
import { startSystem } from './system.ts';

export interface BrowserTarget {
  url: string;
  /** What the specs of e2e/ read, see e2e/support/environment.ts. */
  env: Record<string, string>;
}

/**
 * Runs `work` against a system: the one of LICHENG_DATA_DIR where that names a running one, else a throwaway with demo data.
 */
export async function withSystem<T>(name: string, work: (target: BrowserTarget) => Promise<T>): Promise<T> {
  const given = process.env['LICHENG_DATA_DIR'];
  if (given !== undefined) return work(targetOf(given));
  const parent = join(root, '.licheng');
  mkdirSync(parent, { recursive: true });
  const dataDir = mkdtempSync(join(parent, `${name}-`));
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => abort.abort(new Error(`stopped by ${signal}`)));
  }
  process.env['LICHENG_VERDICT_UNDO_SECONDS'] ??= '2';
  try {
    const system = await startSystem({
      dataDir,
      port: null,
      demo: true,
      durable: false,
      progress: new Progress((line) => console.error(line)),
      echo: null,
      signal: abort.signal,
    });
    try {
      return await work(targetOf(dataDir));
    } finally {
      await system.stop();
    }
  } finally {
    await destroyPlatformData(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
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
