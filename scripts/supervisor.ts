import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endProcess, identify, type ProcessIdentity, tail } from '@licheng/local-platform';
import { ServiceLog } from './service-log.ts';
import type { ServiceState } from './state.ts';

export interface ServiceProgram {
  name: string;
  /** Arguments after `node`. */
  args: string[];
  env: Record<string, string>;
  cwd: string;
  readyUrl: string;
}

export interface SupervisorOptions {
  programs: ServiceProgram[];
  logsDir: string;
  echo: ((line: string) => void) | null;
  /** Called after every start, crash and restart. */
  onChange: () => void;
}

const stopWaitMs = 10_000;
const steadyAfterMs = 30_000;
const longestPauseMs = 15_000;
/** While the system starts, this many crashes of one service are enough to say that it will not come up. */
const hopelessCrashes = 3;
const setpriv = '/usr/bin/setpriv';

class Service {
  readonly program: ServiceProgram;
  readonly log: ServiceLog;
  readonly #onChange: () => void;
  #child: ChildProcess | null = null;
  #identity: ProcessIdentity | null = null;
  #wanted = false;
  #timer: NodeJS.Timeout | undefined;
  #startedAtMs = 0;
  crashesInARow = 0;
  restarts = 0;

  constructor(program: ServiceProgram, log: ServiceLog, onChange: () => void) {
    this.program = program;
    this.log = log;
    this.#onChange = onChange;
  }

  state(): ServiceState {
    const { name, readyUrl } = this.program;
    return { name, readyUrl, process: this.#identity, startedAtMs: this.#startedAtMs, restarts: this.restarts };
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.crashesInARow = 0;
    this.#spawn();
  }

  #spawn(): void {
    const { args, env, cwd } = this.program;
    const node = [process.execPath, ...args];
    // The kernel ends a service whose supervisor was killed and cannot do it.
    const line = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'TERM', '--', ...node] : node;
    const child = spawn(line[0] as string, line.slice(1), {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', LANG: 'C.UTF-8', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C must reach the supervisor alone, which stops the services in order.
      detached: true,
    });
    this.#child = child;
    this.#startedAtMs = Date.now();
    this.#identity = child.pid === undefined ? null : identify(child.pid);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => this.log.write(chunk));
    }
    child.once('error', (error) => this.log.note(`cannot be started: ${error.message}`));
    child.once('close', (code, signal) => this.#ended(child, signal ?? `exit code ${code}`));
    this.#onChange();
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#identity = null;
    if (!this.#wanted) {
      this.#onChange();
      return;
    }
    if (Date.now() - this.#startedAtMs > steadyAfterMs) this.crashesInARow = 0;
    this.crashesInARow += 1;
    const pauseMs = Math.min(longestPauseMs, 250 * 2 ** (this.crashesInARow - 1));
    this.log.note(`ended (${how}); starting it again in ${pauseMs} ms`);
    this.#timer = setTimeout(() => {
      this.restarts += 1;
      this.#spawn();
    }, pauseMs);
    this.#onChange();
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (this.#identity) await endProcess(this.#identity, [['SIGTERM', stopWaitMs]]);
    if (child && child.exitCode === null && child.signalCode === null) {
      // Ended, but not yet fetched: leaving now would leave a zombie.
      await Promise.race([once(child, 'exit'), delay(2_000)]);
    }
    this.#child = null;
    this.#identity = null;
    this.#onChange();
  }
}

export class Supervisor {
  readonly #services: Service[];

  constructor({ programs, logsDir, echo, onChange }: SupervisorOptions) {
    this.#services = programs.map((program, index) => {
      const file = join(logsDir, `${program.name}.log`);
      return new Service(program, new ServiceLog({ name: program.name, index, file, echo }), onChange);
    });
  }

  states(): ServiceState[] {
    return this.#services.map((service) => service.state());
  }

  start(): void {
    for (const service of this.#services) service.start();
  }

  startService(name: string): void {
    this.#find(name).start();
  }

  stopService(name: string): Promise<void> {
    return this.#find(name).stop();
  }

  /** @throws Error with the end of the log of the first service that does not come up. */
  async waitUntilReady(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const until = performance.now() + timeoutMs;
    await Promise.all(
      this.#services.map(async (service) => {
        while (!(await isReady(service.program.readyUrl))) {
          signal.throwIfAborted();
          if (service.crashesInARow >= hopelessCrashes) throw notUp(service, `ended ${hopelessCrashes} times`);
          if (performance.now() > until) throw notUp(service, `was not ready after ${timeoutMs / 1_000} s`);
          await delay(60);
        }
      }),
    );
  }

  /** The gateway first, so that nobody is let in while the others go. */
  async stop(): Promise<void> {
    const [first, ...others] = this.#services;
    await first?.stop();
    await Promise.all(others.map((service) => service.stop()));
  }

  #find(name: string): Service {
    const found = this.#services.find((service) => service.program.name === name);
    if (!found) throw new Error(`there is no service "${name}"`);
    return found;
  }
}

export async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function notUp(service: Service, what: string): Error {
  const { file } = service.log;
  return new Error(`${service.program.name} ${what}. The end of ${file}:\n\n${tail(file, 25)}\n`);
}
