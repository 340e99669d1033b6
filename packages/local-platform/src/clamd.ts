import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineProcess } from './engine-process.ts';
import { endProcess, processesWorkingIn } from './process-identity.ts';
import { readiness } from './readiness.ts';
import { bodySignature, hashSignature } from './test-signatures.ts';
import { type Engine, loopback } from './types.ts';

export interface ClamdOptions {
  folder: string;
  port: number;
  program: string;
  /** Folder that freshclam keeps current; `null` uses only the test signature. */
  systemSignatures: string | null;
}

const stopSteps = [['SIGTERM', 10_000]] as const;

export function createClamd({ folder, port, program, systemSignatures }: ClamdOptions): Engine {
  const configFile = join(folder, 'clamd.conf');
  const server = new EngineProcess({
    label: 'clamd',
    command: program,
    args: ['-c', configFile],
    cwd: folder,
    logFile: join(folder, 'clamd.log'),
    stop: stopSteps,
  });

  return {
    name: 'clamd',
    port,
    pids: () => server.pids,
    async start() {
      const databaseDir = join(folder, 'signatures');
      const temporaryDir = join(folder, 'tmp');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      await endClamdLeftovers(folder);
      rmSync(temporaryDir, { recursive: true, force: true });
      mkdirSync(temporaryDir, { mode: 0o700 });
      collectSignatures(databaseDir, systemSignatures);
      writeFileSync(configFile, config({ port, databaseDir, temporaryDir }), { mode: 0o600 });
      server.spawn();
      // The full public signature set takes up to half a minute to load on a small machine.
      await server.waitUntilReady(() => readiness.clamd(port), 120_000);
    },
    stop: () => server.stop(),
  };
}

export async function endClamdLeftovers(folder: string): Promise<void> {
  for (const left of processesWorkingIn(folder, ['clamd'])) await endProcess(left, stopSteps);
}

function collectSignatures(databaseDir: string, systemSignatures: string | null): void {
  rmSync(databaseDir, { recursive: true, force: true });
  mkdirSync(databaseDir, { recursive: true });
  writeFileSync(join(databaseDir, 'licheng-test.ndb'), bodySignature());
  writeFileSync(join(databaseDir, 'licheng-test.hdb'), hashSignature());
  if (!systemSignatures) return;
  for (const file of listSignatures(systemSignatures)) {
    symlinkSync(join(systemSignatures, file), join(databaseDir, file));
  }
}

function listSignatures(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => /\.c[vl]d$/.test(file));
  } catch {
    return [];
  }
}

function config(paths: { port: number; databaseDir: string; temporaryDir: string }): string {
  return [
    'Foreground yes',
    `TCPSocket ${paths.port}`,
    `TCPAddr ${loopback}`,
    `DatabaseDirectory ${paths.databaseDir}`,
    `TemporaryDirectory ${paths.temporaryDir}`,
    'MaxThreads 4',
    'MaxFileSize 64M',
    'MaxScanSize 64M',
    'StreamMaxLength 64M',
    // Without this a file over a limit would be reported clean.
    'AlertExceedsMax yes',
    // Fuzzy image hashes cost 5 to 10 times the rest of the scan and serve only image-based signatures.
    'ScanImageFuzzyHash no',
    'ReadTimeout 60',
    'LogTime yes',
    '',
  ].join('\n');
}
