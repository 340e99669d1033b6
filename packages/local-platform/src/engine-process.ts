import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { endProcess, identify, isAlive, type ProcessIdentity } from './process-identity.ts';

export interface EngineCommand {
  label: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** Must be the engine's own folder: leftovers of a killed run are found by it. */
  cwd: string;
  logFile: string;
  /** Other user to run as; needs root. */
  runAs?: string;
  stop: readonly (readonly [NodeJS.Signals, number])[];
}

const setpriv = '/usr/bin/setpriv';
const logLimitBytes = 10 * 1024 * 1024;

export class EngineProcess {
  readonly #what: EngineCommand;
  #identity: ProcessIdentity | null = null;
  /** Of the newest process only: an older one's end may be reported after its successor started. */
  #exit: { reason: string | null } = { reason: null };

  #reaped: Promise<unknown> = Promise.resolve();

  constructor(what: EngineCommand) {
    this.#what = what;
  }

  get pids(): number[] {
    return this.#identity && isAlive(this.#identity) ? [this.#identity.pid] : [];
  }

  spawn(): void {
    const { label, cwd, logFile, env } = this.#what;
    keepLogSmall(logFile);
    const log = openSync(logFile, 'a', 0o600);
    try {
      const [command, ...args] = this.#commandLine();
      const child = spawn(command as string, args, {
        cwd,
        env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', ...env },
        stdio: ['ignore', log, log],
        // Ctrl-C reaches every process of the terminal's group; engines must outlive the services that use them.
        detached: true,
      });
      const exit: { reason: string | null } = { reason: null };
      this.#exit = exit;
      child.once('error', (error) => {
        exit.reason = `${label} could not be started: ${error.message}`;
      });
      child.once('exit', (code, signal) => {
        exit.reason = `${label} ended (${signal ?? `exit code ${code}`})`;
      });
      this.#reaped = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
      child.unref();
      this.#identity = child.pid === undefined ? null : identify(child.pid);
    } finally {
      closeSync(log);
    }
  }

  #commandLine(): string[] {
    const { command, args, runAs, stop } = this.#what;
    if (!existsSync(setpriv)) return [command, ...args];
    // The kernel ends the engine when its starter dies by SIGKILL and cannot do it.
    const options = ['--pdeathsig', (stop[0]?.[0] ?? 'SIGTERM').slice(3)];
    if (runAs) options.push(`--reuid=${runAs}`, `--regid=${runAs}`, '--init-groups');
    return [setpriv, ...options, '--', command, ...args];
  }

  async waitUntilReady(probe: () => Promise<boolean>, timeoutMs: number): Promise<void> {
    const until = performance.now() + timeoutMs;
    for (;;) {
      // `spawn` reports a missing program only on a later turn.
      await delay(20);
      if (this.#exit.reason) throw new Error(`${this.#exit.reason}\n${tail(this.#what.logFile)}`);
      if (await probe()) return;
      if (performance.now() > until) {
        await this.stop();
        throw new Error(`${this.#what.label} was not ready after ${timeoutMs / 1000} s\n${tail(this.#what.logFile)}`);
      }
    }
  }

  async stop(): Promise<void> {
    if (!this.#identity) return;
    await endProcess(this.#identity, this.#what.stop);
    // It has ended; leaving before the exit is fetched would leave a zombie to a pid 1 that may never ask.
    // The timer also keeps this process alive meanwhile, which an unreferenced child does not.
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 2_000);
      void this.#reaped.then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.#identity = null;
  }
}

function keepLogSmall(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > logLimitBytes) renameSync(logFile, `${logFile}.1`);
}

export function tail(file: string, lines = 15): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
