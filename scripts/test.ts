// npm test [-- pattern] [-- --all]: unit, component and browser tests on throwaway engines; a developer's running system is not
// touched. Browser journeys run on a desktop in Chinese and on a phone in English; with --all also the other way round.
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureRequirements } from '@licheng/local-platform';
import { startTestPlatform } from '@licheng/testing';
import { withThrowawaySystem } from './browser-run.ts';
import { Progress } from './progress.ts';
import { root } from './run.ts';
import { type Counts, playwrightCounts, sum, vitestCounts } from './test-counts.ts';

const given = process.argv.slice(2).filter((argument) => argument !== '--');
const everyCombination = given.includes('--all');
const patterns = given.filter((argument) => argument !== '--all');
const results = mkdtempSync(join(tmpdir(), 'licheng-results-'));
const progress = new Progress(console.log);
const abort = new AbortController();
let child: ChildProcess | null = null;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    abort.abort(new Error(`stopped by ${signal}`));
    child?.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  });
}

/** Exit code of a test runner, whose output goes to the terminal. */
function runTests(command: string, args: string[], env: Record<string, string>, cwd: string): Promise<number> {
  abort.signal.throwIfAborted();
  const PATH = `${join(root, 'node_modules/.bin')}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  return new Promise((resolve, reject) => {
    child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env, PATH },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      child = null;
      resolve(code ?? 1);
    });
  });
}

async function vitest(): Promise<Counts> {
  const platform = await startTestPlatform(progress.say);
  try {
    const report = join(results, 'vitest.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, '--passWithNoTests'];
    const exitCode = await runTests(
      'vitest',
      ['run', ...reporters, ...patterns],
      { LICHENG_TEST_PLATFORM: platform.file },
      root,
    );
    return vitestCounts(report, exitCode);
  } finally {
    await platform.stop();
  }
}

function browserTestsWanted(): boolean {
  const folder = join(root, 'e2e');
  if (!existsSync(join(folder, 'playwright.config.ts'))) return false;
  if (patterns.length === 0) return true;
  const specs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(spec|test)\.ts$/.test(file),
  );
  return specs.some((file) => patterns.some((pattern) => `e2e/${file}`.includes(pattern)));
}

function browser(): Promise<Counts> {
  return withThrowawaySystem('test', { progress, signal: abort.signal }, async (target, dataDir) => {
    const report = join(results, 'playwright.json');
    const env = {
      ...target.env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      ...(everyCombination ? { LICHENG_E2E_ALL: '1' } : {}),
    };
    const filters = patterns.map((pattern) => pattern.replace(/^e2e\//, ''));
    const args = ['test', '--reporter=list,json', '--pass-with-no-tests', ...filters];
    const exitCode = await runTests('playwright', args, env, join(root, 'e2e'));
    if (exitCode !== 0) keepLogs(join(dataDir, 'logs'));
    return playwrightCounts(report, exitCode);
  });
}

function keepLogs(logs: string): void {
  const kept = join(root, '.licheng', 'last-test-logs');
  rmSync(kept, { recursive: true, force: true });
  cpSync(logs, kept, { recursive: true });
  console.log(`the services' logs of this run: ${kept}`);
}

/** A runner that cannot even begin is one failure, so that the other still runs and is counted. */
async function counted(name: string, work: () => Promise<Counts>): Promise<Counts> {
  try {
    return await work();
  } catch (error) {
    if (!abort.signal.aborted)
      console.error(`\n${name} could not run: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function main(): Promise<number> {
  await ensureRequirements(['ffmpeg', 'ffprobe', 'pdftoppm', 'chromium', 'cjkFont'], progress.say);
  const lines: string[] = [];
  const all: Counts[] = [];
  const add = (name: string, counts: Counts) => {
    all.push(counts);
    lines.push(`${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  };
  add('vitest (unit and component tests)', await counted('vitest', vitest));
  if (browserTestsWanted()) add('playwright (browser tests)', await counted('playwright', browser));
  const total = sum(all);
  if (abort.signal.aborted) lines.push('stopped before the end');
  if (total.passed + total.failed === 0) lines.push('no test was run');
  console.log(`\n${lines.join('\n')}\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 || total.passed === 0 || abort.signal.aborted ? 1 : 0;
}

let code = 1;
try {
  code = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
}
rmSync(results, { recursive: true, force: true });
process.exit(code);
