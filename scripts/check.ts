// Everything that can be said about the code without running it. Each step prints its name; all faults are shown before it fails.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './run.ts';

interface Step {
  name: string;
  command: string;
  args: string[];
  cwd?: string;
  /** Judges the output of a tool whose exit code alone is not to be trusted. */
  accept?: (output: string) => string | null;
}

/** dependency-cruiser passes when it understood nothing: demand that it saw the house. */
function cruisedEnough(output: string): string | null {
  const modules = Number(/(\d+) modules/.exec(output)?.[1] ?? 0);
  return modules >= 100 ? null : `only ${modules} modules were seen`;
}

function lockfileIsPortable(): string | null {
  const lockfile = readFileSync(join(root, 'package-lock.json'), 'utf8');
  return /"resolved": "https?:/.test(lockfile) ? 'package-lock.json holds download addresses' : null;
}

const steps: Step[] = [
  { name: 'format', command: 'biome', args: ['format', '--reporter=summary', '.'] },
  { name: 'generated files current', command: 'node', args: ['scripts/generate.ts', '--check'] },
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '--deny-warnings', '.'] },
  // Each workspace has a `types` task; what has not changed since it last passed is not checked again.
  { name: 'types', command: 'turbo', args: ['run', 'types', '--output-logs=errors-only'] },
  { name: 'types: scripts', command: 'tsc', args: ['-p', 'scripts'] },
  { name: 'types: deploy', command: 'tsc', args: ['-p', 'deploy'] },
  {
    name: 'architecture rules',
    command: 'depcruise',
    args: ['--config', '.dependency-cruiser.mjs', 'packages', 'services', 'web/src', 'scripts'],
    accept: cruisedEnough,
  },
  { name: 'unused code', command: 'knip', args: ['--no-progress'] },
  { name: 'proto: lint', command: 'buf', args: ['lint'], cwd: 'proto' },
  { name: 'proto: breaking', command: 'buf', args: ['breaking', '--against', 'released.binpb'], cwd: 'proto' },
];

const only = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const path = `${join(root, 'node_modules/.bin')}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
const faults: string[] = [];
for (const step of steps) {
  if (only.length > 0 && !only.some((name) => step.name.includes(name))) continue;
  const startedAt = performance.now();
  const result = spawnSync(step.command, step.args, {
    cwd: join(root, step.cwd ?? '.'),
    env: { ...process.env, PATH: path, NO_COLOR: '1', TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}`;
  const fault =
    result.status === 0 ? (step.accept?.(output) ?? null) : `exit ${result.status ?? result.error?.message}`;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${fault === null ? 'ok  ' : 'FAIL'} ${step.name} (${seconds} s)`);
  if (fault !== null) {
    faults.push(`${step.name}: ${fault}`);
    console.log(output.trim().split('\n').slice(0, 80).join('\n'));
  }
}
const lockfileFault = lockfileIsPortable();
if (lockfileFault !== null) faults.push(lockfileFault);
if (faults.length > 0) {
  console.error(`\nnpm run check found ${faults.length} fault(s):\n  ${faults.join('\n  ')}`);
  process.exit(1);
}
console.log('\nnpm run check: all good');
