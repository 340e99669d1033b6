// npm run bench: measures the budgets on a throwaway system of its own and prints them as JSON. Never asserts: machines differ.
// npm run bench -- lighthouse: audits the first pages as a slow phone sees them, instead.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { destroyPlatformData } from '@licheng/local-platform';
import { measure } from '../bench/measure.ts';
import { withSystem } from './browser-run.ts';
import { Progress } from './progress.ts';
import { root } from './run.ts';
import { startSystem } from './system.ts';
import { webRoot } from './web-build.ts';

if (process.argv.includes('lighthouse')) {
  const { auditPages } = await import('../bench/lighthouse.ts');
  const audited = await withSystem('lighthouse', ({ url, env }) => {
    const { accounts } = JSON.parse(readFileSync(env['LICHENG_E2E_ACCOUNTS'] ?? '', 'utf8')) as {
      accounts: { login: string; password: string }[];
    };
    return auditPages({ url, accounts });
  });
  console.log(JSON.stringify(audited, null, 2));
  process.exit(0);
}

// A verdict's cost counts, not the time its author has to take it back.
process.env['LICHENG_VERDICT_UNDO_SECONDS'] ??= '1';

const parent = join(root, '.licheng');
mkdirSync(parent, { recursive: true });
const dataDir = mkdtempSync(join(parent, 'bench-'));
const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => abort.abort(new Error(`stopped by ${signal}`)));

const options = {
  dataDir,
  port: null,
  demo: true,
  // Budgets hold with the durability people rely on.
  durable: true,
  progress: new Progress((line) => console.error(line)),
  echo: null,
  signal: abort.signal,
};
try {
  await (await startSystem(options)).stop();
  const startedAt = performance.now();
  const system = await startSystem(options);
  const warmStartSeconds = Math.round((performance.now() - startedAt) / 100) / 10;
  try {
    const { accounts } = JSON.parse(readFileSync(system.accountsFile ?? '', 'utf8')) as {
      accounts: { login: string; password: string }[];
    };
    const measured = await measure({
      url: system.url,
      accounts,
      servicePids: Object.fromEntries(system.supervisor.states().map(({ name, process }) => [name, process?.pid ?? 0])),
      enginePids: system.platform.engines(),
      webRoot,
    });
    console.log(JSON.stringify({ warmStartSeconds, ...measured }, null, 2));
  } finally {
    await system.stop();
  }
} finally {
  await destroyPlatformData(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(0);
