import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EngineProcess } from './engine-process.ts';
import { endProcess, processesWorkingIn } from './process-identity.ts';
import { readiness } from './readiness.ts';
import { type Engine, loopback } from './types.ts';

const run = promisify(execFile);

export interface PostgresOptions {
  folder: string;
  port: number;
  password: string;
  durable: boolean;
  /** The version's own folder of programs: `postgres`, `initdb`. */
  programs: string;
  /** The server refuses to run as root. */
  runAs: string | null;
}

export const superuser = 'licheng_admin';

// SIGINT: end the sessions and write a checkpoint. SIGTERM would wait for the clients to leave.
const stopSteps = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
] as const;

export function createPostgres(options: PostgresOptions): Engine {
  const { folder, port, password, runAs } = options;
  const data = join(folder, 'data');
  const server = new EngineProcess({
    label: 'PostgreSQL',
    command: join(options.programs, 'postgres'),
    args: ['-D', data, ...settings(options)],
    cwd: folder,
    logFile: join(folder, 'postgres.log'),
    stop: stopSteps,
    ...(runAs ? { runAs } : {}),
  });

  return {
    name: 'postgres',
    port,
    pids: () => server.pids,
    family: () => processesWorkingIn(data, ['postgres']).map(({ pid }) => pid),
    async start() {
      await endPostgresLeftovers(folder);
      if (!existsSync(join(data, 'PG_VERSION'))) await initialise(options, data);
      server.spawn();
      await server.waitUntilReady(() => readiness.postgres(port, superuser, password), 60_000);
    },
    stop: () => server.stop(),
  };
}

export async function endPostgresLeftovers(folder: string): Promise<void> {
  const data = join(folder, 'data');
  const pidFile = join(data, 'postmaster.pid');
  const left = () => processesWorkingIn(data, ['postgres']);
  const recorded = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : 0;
  const postmaster = left().find(({ pid }) => pid === recorded);
  if (postmaster) await endProcess(postmaster, stopSteps);
  // Session processes outlive a postmaster that was killed, and keep its shared memory.
  for (const orphan of left()) await endProcess(orphan, [['SIGQUIT', 3_000]]);
  // With nobody working in the folder the pid inside is stale, and may by now be another program's.
  rmSync(pidFile, { force: true });
}

/** Builds the cluster aside and renames it: a half-finished one is never taken for a whole one. */
async function initialise(options: PostgresOptions, data: string): Promise<void> {
  const { folder, password, durable, programs, runAs } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) {
    if (name.startsWith('init-')) rmSync(join(folder, name), { recursive: true, force: true });
  }
  const user = runAs ? ['--reuid', runAs, '--regid', runAs, '--init-groups', '--'] : null;
  const asServer = (command: string, args: string[]) =>
    user ? run('/usr/bin/setpriv', [...user, command, ...args], { cwd: folder }) : run(command, args, { cwd: folder });

  if (runAs) await run('chown', [runAs, folder]);
  const passwordFile = join(folder, 'init-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (runAs) await run('chown', [runAs, passwordFile]);
  const unfinished = join(folder, `init-${process.pid}`);
  try {
    await asServer(join(programs, 'initdb'), [
      '-D',
      unfinished,
      '--username',
      superuser,
      '--pwfile',
      passwordFile,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--data-checksums',
      ...(durable ? [] : ['--no-sync']),
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  await asServer('mv', ['-T', unfinished, data]);
}

function settings({ port, durable }: PostgresOptions): string[] {
  const values: Record<string, string> = {
    listen_addresses: loopback,
    port: String(port),
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '200',
    shared_buffers: '64MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Every transaction of a service is short; an abandoned one must not hold locks for ever.
    idle_in_transaction_session_timeout: '60s',
    cluster_name: 'licheng',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
