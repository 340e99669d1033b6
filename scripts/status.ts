// npm run status: exit code 0 when everything runs and is ready, 1 when something is not, 3 when nothing runs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from '@licheng/local-platform';
import { root } from './run.ts';
import { runningState, type ServiceState } from './state.ts';
import { isReady } from './supervisor.ts';

const pageKb = 4;

function memoryMb(pid: number): string {
  try {
    const resident = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return `${Math.round((resident * pageKb) / 1024)} MB`;
  } catch {
    return '-';
  }
}

function duration(sinceMs: number): string {
  const seconds = Math.max(0, Math.round((Date.now() - sinceMs) / 1_000));
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

async function serviceRow(service: ServiceState): Promise<{ cells: string[]; ready: boolean }> {
  const { name, process: running, startedAtMs, restarts, readyUrl } = service;
  const ready = await isReady(readyUrl);
  const pid = running?.pid;
  const cells = pid
    ? [name, String(pid), duration(startedAtMs), String(restarts), memoryMb(pid), ready ? 'yes' : 'no']
    : [name, '-', '-', String(restarts), '-', 'no'];
  return { cells, ready };
}

function print(rows: string[][]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

const state = runningState(join(root, '.licheng'));
if (!state) {
  console.log('Licheng is not running; start it with: npm start');
  process.exit(3);
}
const serviceRows = await Promise.all(state.services.map(serviceRow));
const engineRows = Object.entries(state.engines).map(([name, pids]) => {
  const alive = pids.filter((pid) => identify(pid) !== null);
  const [first] = alive;
  return {
    cells: [name, alive.join(' ') || '-', '', '', first ? memoryMb(first) : '-', alive.length > 0 ? 'yes' : 'no'],
    // In containers the processes are not ours to see.
    ready: alive.length > 0 || pids.length === 0,
  };
});
console.log(
  `Licheng ${state.phase === 'ready' ? 'runs' : `is ${state.phase}`} at ${state.url} (process ${state.supervisor.pid}, ${duration(state.startedAtMs)})\n`,
);
print([
  ['name', 'pid', 'up', 'restarts', 'memory', 'ready'],
  ...[...serviceRows, ...engineRows].map(({ cells }) => cells),
]);
const allReady = state.phase === 'ready' && [...serviceRows, ...engineRows].every(({ ready }) => ready);
process.exit(allReady ? 0 : 1);
