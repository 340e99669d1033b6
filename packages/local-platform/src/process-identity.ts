import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A pid alone may be reused by the system; together with the start time it names one process. */
export interface ProcessIdentity {
  pid: number;
  startedAt: string;
}

interface ProcStat {
  state: string;
  startTicks: string;
}

function readStat(pid: number): ProcStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may contain blanks and brackets, so count fields from its last bracket.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
  } catch {
    return null;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 8);
  } catch {
    return '';
  }
}

export function identify(pid: number): ProcessIdentity | null {
  const stat = readStat(pid);
  if (!stat || stat.state === 'Z' || stat.state === 'X') return null;
  return { pid, startedAt: `${bootId()}:${stat.startTicks}` };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

export function sendSignal(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export async function waitForEnd(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const until = performance.now() + timeoutMs;
  while (isAlive(identity)) {
    if (performance.now() > until) return false;
    await delay(25);
  }
  return true;
}

/** Tries each signal in turn, gentlest first; the last resort is always SIGKILL. */
export async function endProcess(
  identity: ProcessIdentity,
  steps: readonly (readonly [NodeJS.Signals, number])[],
): Promise<void> {
  for (const [signal, waitMs] of [...steps, ['SIGKILL', 5_000] as const]) {
    sendSignal(identity, signal);
    // A stopped process does not act on a gentle signal.
    sendSignal(identity, 'SIGCONT');
    if (await waitForEnd(identity, waitMs)) return;
  }
}

/**
 * Processes that work in exactly this folder (by inode, so a container's equal path does not count) and run
 * one of these programs. Finds an engine even when its starter died before it could note the pid.
 */
export function processesWorkingIn(folder: string, programs: readonly string[]): ProcessIdentity[] {
  const wanted = inode(folder);
  if (!wanted) return [];
  const found: ProcessIdentity[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const program = executable(`/proc/${entry}/exe`);
    if (!program || !programs.includes(program) || inode(`/proc/${entry}/cwd`) !== wanted) continue;
    const identity = identify(Number(entry));
    if (identity) found.push(identity);
  }
  return found;
}

function executable(link: string): string | null {
  try {
    return basename(readlinkSync(link)).replace(/ \(deleted\)$/, '');
  } catch {
    return null;
  }
}

function inode(path: string): string | null {
  try {
    const stat = statSync(path);
    return `${stat.dev}:${stat.ino}`;
  } catch {
    return null;
  }
}
