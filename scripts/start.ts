// npm start [-- --fresh [--yes]] [--no-demo] [--detach]: the whole system on this machine.
import { spawn } from 'node:child_process';
import { fstatSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { destroyPlatformData, endProcess, holdFolder, identify } from '@licheng/local-platform';
import { Progress } from './progress.ts';
import { root } from './run.ts';
import { readState, runningState, type SystemState } from './state.ts';
import { endForgottenServices, startSystem } from './system.ts';

const dataDir = join(root, '.licheng');
const defaultPort = 8080;
const startLog = join(dataDir, 'logs', 'start.log');

function portFromEnvironment(): number {
  const text = process.env['LICHENG_PORT'] ?? String(defaultPort);
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`LICHENG_PORT is "${text}"; it must be a port number`);
}

function readyLines(url: string, accountsFile: string | null): string {
  const lines = ['', `Licheng is ready:  ${url}`, ''];
  if (accountsFile) {
    const { accounts } = JSON.parse(readFileSync(accountsFile, 'utf8')) as { accounts: Record<string, string>[] };
    lines.push(`Demo accounts (also in ${accountsFile}):`);
    for (const account of accounts) {
      const columns = [account['login'], account['password'], account['role'], account['name'], account['institution']];
      lines.push(`  ${columns.map((text) => (text ?? '').padEnd(14)).join(' ')}`.trimEnd());
    }
    lines.push('');
  }
  return lines.join('\n');
}

async function emptyData(withoutAsking: boolean): Promise<void> {
  if (!withoutAsking) {
    if (!process.stdin.isTTY) throw new Error('--fresh deletes all data; without a terminal to ask on, add --yes');
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await terminal.question(`Delete all data of this system in ${dataDir}? [y/N] `);
    terminal.close();
    if (!/^y(es)?$/i.test(answer.trim())) throw new Error('nothing was deleted and nothing started');
  }
  const release = holdFolder(dataDir, 'system');
  try {
    await endForgottenServices(dataDir);
    await destroyPlatformData(dataDir);
    const kept = new Set(['node', 'bootstrap.lock', 'system.lock']);
    for (const name of readdirSync(dataDir)) {
      if (!kept.has(name) && !name.startsWith('test-')) rmSync(join(dataDir, name), { recursive: true, force: true });
    }
  } finally {
    release();
  }
}

async function startInForeground(demo: boolean, detached: boolean): Promise<void> {
  const abort = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    let firstAtMs = 0;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        const nowMs = Date.now();
        // One Ctrl-C arrives several times: from the terminal and from npm. A later one is a person losing patience.
        if (firstAtMs && nowMs - firstAtMs > 2_000) process.exit(1);
        if (firstAtMs) return;
        firstAtMs = nowMs;
        console.log('\nstopping (once more to give up waiting)');
        abort.abort(new Error('stopped before it was ready'));
        resolve();
      });
    }
  });
  const system = await startSystem({
    dataDir,
    port: portFromEnvironment(),
    demo,
    durable: true,
    progress: new Progress(console.log),
    echo: detached ? null : console.log,
    signal: abort.signal,
  });
  console.log(readyLines(system.url, system.accountsFile));
  if (!detached) console.log('Ctrl-C stops everything.\n');
  await stopped;
  await system.stop();
  console.log('stopped');
}

/** Starts this script again without a terminal and shows what it says until it is ready or has failed. */
async function startInBackground(demo: boolean): Promise<number> {
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const log = openSync(startLog, 'w+', 0o600);
  const args = ['scripts/start.ts', ...(demo ? [] : ['--no-demo'])];
  const env = { ...process.env, LICHENG_DETACHED: '1', NO_COLOR: '1' };
  const child = spawn(process.execPath, args, { cwd: root, detached: true, stdio: ['ignore', log, log], env });
  child.unref();
  const identity = identify(child.pid ?? 0);
  let exitCode: number | null = null;
  child.once('exit', (code) => {
    exitCode = code ?? 1;
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      const ended = identity ? endProcess(identity, [['SIGTERM', 60_000]]) : Promise.resolve();
      void ended.then(() => process.exit(130));
    });
  }
  // By its descriptor: another start with --fresh may remove the file meanwhile.
  let said: Buffer = Buffer.alloc(0);
  for (;;) {
    const ended = exitCode !== null;
    const added = readFrom(log, said.length);
    process.stdout.write(added);
    said = Buffer.concat([said, added]);
    if (ended) return exitCode || 1;
    const state = readState(dataDir);
    const isReady = state?.phase === 'ready' && state.supervisor.pid === child.pid;
    // The ready lines are printed just after the state is written.
    if (isReady && /Licheng is ready[^]*\n\n$/.test(said.toString())) break;
    await delay(100);
  }
  console.log('It runs in the background: npm run status, npm run stop.');
  return 0;
}

function readFrom(descriptor: number, offset: number): Buffer {
  const chunk = Buffer.alloc(fstatSync(descriptor).size - offset);
  readSync(descriptor, chunk, 0, chunk.length, offset);
  return chunk;
}

function tellAlreadyRunning(state: SystemState, fresh: boolean): number {
  const what = state.phase === 'ready' ? 'is running' : `is ${state.phase}`;
  console.log(`Licheng ${what} already (process ${state.supervisor.pid}): ${state.url}`);
  if (!fresh) return 0;
  console.error('--fresh deletes the data of a system that is in use: run "npm run stop" first.');
  return 1;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      fresh: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      'no-demo': { type: 'boolean', default: false },
      detach: { type: 'boolean', default: false },
    },
  });
  portFromEnvironment();
  const running = runningState(dataDir);
  if (running) return tellAlreadyRunning(running, values.fresh);
  mkdirSync(dataDir, { recursive: true });
  if (values.fresh) await emptyData(values.yes);
  if (values.detach) return startInBackground(!values['no-demo']);
  await startInForeground(!values['no-demo'], process.env['LICHENG_DETACHED'] === '1');
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    if (process.env['LICHENG_DEBUG'] && error instanceof Error) console.error(error.stack);
    process.exit(1);
  },
);
