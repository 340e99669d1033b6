import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EngineName, isAlive, type ProcessIdentity } from '@licheng/local-platform';

export interface ServiceState {
  name: string;
  process: ProcessIdentity | null;
  startedAtMs: number;
  restarts: number;
  readyUrl: string;
}

/** What `status`, `stop`, fault tests and the next start need to know of a running system. */
export interface SystemState {
  supervisor: ProcessIdentity;
  phase: 'starting' | 'ready' | 'stopping';
  startedAtMs: number;
  url: string;
  accountsFile: string | null;
  services: ServiceState[];
  engines: Partial<Record<EngineName, number[]>>;
  /** Stops and starts engines and services from outside: `POST <url>/engines/clamd/stop`. */
  control: { url: string; token: string } | null;
}

const fileOf = (dataDir: string) => join(dataDir, 'state.json');

export function readState(dataDir: string): SystemState | null {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as SystemState;
  } catch {
    return null;
  }
}

export function writeState(dataDir: string, state: SystemState): void {
  const temporary = `${fileOf(dataDir)}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, fileOf(dataDir));
}

export function removeState(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}

/** The state of a system whose supervisor is alive. */
export function runningState(dataDir: string): SystemState | null {
  const state = readState(dataDir);
  return state && isAlive(state.supervisor) ? state : null;
}
