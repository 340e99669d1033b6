import { readFileSync, readdirSync } from 'node:fs';

/** Linux counts processor time in ticks of a hundredth of a second. */
const TICK_MS = 10;

interface Process {
  pid: number;
  parent: number;
  ticks: number;
  residentBytes: number;
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The name in parentheses may hold spaces; everything after it is numbers.
        const fields = stat
          .slice(stat.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number);
        const at = (index: number) => fields[index] ?? 0;
        return [
          {
            pid: Number(name),
            parent: at(1),
            // Own time and that of children already gone: a backend that ends moves its time to its parent.
            ticks: at(11) + at(12) + at(13) + at(14),
            residentBytes: at(21) * 4096,
          },
        ];
      } catch {
        return [];
      }
    });
}

function treeOf(roots: readonly number[]): Process[] {
  const all = processes();
  const members = new Set(roots);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { pid, parent } of all) {
      if (!members.has(pid) && members.has(parent)) {
        members.add(pid);
        grew = true;
      }
    }
  }
  return all.filter(({ pid }) => members.has(pid));
}

/** Processor time of these processes and all below them since they began. */
export function cpuTimeMs(roots: readonly number[]): number {
  return treeOf(roots).reduce((sum, { ticks }) => sum + ticks, 0) * TICK_MS;
}

export function residentMebibytes(pids: readonly number[]): number {
  const members = new Set(pids);
  const bytes = processes().reduce((sum, p) => sum + (members.has(p.pid) ? p.residentBytes : 0), 0);
  return Math.round(bytes / 1024 / 1024);
}
