import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

export interface RunOptions {
  cwd: string;
  timeoutMs: number;
  memoryBytes: number;
  /** As of nice(1) and, where sessions have one, for the session; 10 for the program alone unless told. */
  niceness?: number;
  /** Processor time; as much as `timeoutMs` unless told. */
  cpuSeconds?: number;
}

const NICENESS = 10;

export interface Finished {
  /** Null when a signal ended it: a crash, a limit or the time-out. */
  exitCode: number | null;
  timedOut: boolean;
  stdout: string;
  stderr: string;
}

const OUTPUT_LIMIT_CHARACTERS = 256 * 1024;
/** What prlimit(1) and nice(1) answer when the program itself cannot be run. */
const CANNOT_RUN = new Set([125, 126, 127]);

/** The decoders see none of our secrets. */
export const CHILD_ENV = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LANG: 'C.UTF-8' };

/** Command and arguments that run a program at low priority within limits; processor time backs up the time-out. */
export function limited(program: string, args: readonly string[], limits: Omit<RunOptions, 'cwd'>): string[] {
  return [
    'nice',
    '-n',
    String(limits.niceness ?? NICENESS),
    'prlimit',
    `--as=${limits.memoryBytes}`,
    `--cpu=${limits.cpuSeconds ?? Math.ceil(limits.timeoutMs / 1000)}`,
    '--core=0',
    '--nofile=128',
    program,
    ...args,
  ];
}

/**
 * Runs a decoder on an untrusted file in a process group of its own, so that a time-out ends whatever it started.
 * @throws Error when the program cannot be run at all: that says nothing about the file.
 */
export function runLimited(program: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  const [command = '', ...rest] = limited(program, args, options);
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, {
      cwd: options.cwd,
      env: CHILD_ENV,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    if (child.pid !== undefined && options.niceness !== undefined) void lowerSession(child.pid, options.niceness);
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        if (output[name].length < OUTPUT_LIMIT_CHARACTERS) output[name] += text;
      });
    }
    let timedOut = false;
    const timer = setTimeout(() => {
      if (child.pid === undefined) return;
      timedOut = true;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It ended at this very moment.
      }
    }, options.timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      if (exitCode !== null && CANNOT_RUN.has(exitCode))
        reject(new Error(`${program} cannot be run: ${output.stderr}`));
      else resolve({ exitCode, timedOut, ...output });
    });
  });
}

/**
 * Where the kernel weighs sessions before processes (sched(7), "The autogroup feature"), nice(1) does nothing for a session of
 * its own. Best effort: elsewhere there is no such file, and the kernel takes ten changes a second.
 */
async function lowerSession(pid: number, niceness: number): Promise<void> {
  await writeFile(`/proc/${pid}/autogroup`, String(niceness)).catch(() => {});
}

/** As `runLimited`; a crash or time-out counts only when it happens twice, for the first may be the machine's fault. */
export async function runDecoder(program: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  const first = await runLimited(program, args, options);
  return first.exitCode === null ? runLimited(program, args, options) : first;
}

/** @throws Error naming the programs that are missing. */
export function requirePrograms(...programs: string[]): void {
  const folders = CHILD_ENV.PATH.split(delimiter);
  const missing = programs.filter(
    (program) =>
      !folders.some((folder) => {
        try {
          accessSync(join(folder, program), constants.X_OK);
          return true;
        } catch {
          return false;
        }
      }),
  );
  if (missing.length > 0) throw new Error(`These programs are not installed: ${missing.join(', ')}.`);
}
