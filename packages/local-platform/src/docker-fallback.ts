import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { type Administrator, definitionsFile } from './broker-definitions.ts';
import { readiness } from './readiness.ts';
import type { Secrets } from './secrets.ts';
import { bodySignature, hashSignature } from './test-signatures.ts';
import { type BrokerDefinitions, type Engine, type EngineName, loopback } from './types.ts';

// Not proven: written on a machine whose registry access is closed, so no image could be pulled and run.
// Last resort, for machines with a Docker engine and neither the programs nor the right to install them.

const run = promisify(execFile);

export const engineImages: Record<EngineName, string> = {
  postgres: 'postgres:15',
  broker: 'rabbitmq:3.13',
  redis: 'redis:7',
  clamd: 'clamav/clamav:stable_base',
};

export interface ContainerOptions {
  dataDir: string;
  ports: Record<EngineName, number>;
  secrets: Secrets;
  superuser: string;
  admin: Administrator;
  definitions: BrokerDefinitions;
}

export async function containersPossible(progress: (line: string) => void): Promise<boolean> {
  try {
    await run('docker', ['info'], { timeout: 10_000 });
  } catch {
    return false;
  }
  for (const image of Object.values(engineImages)) {
    if (await succeeds(['image', 'inspect', image])) continue;
    progress(`pulling ${image}`);
    if (!(await succeeds(['pull', image]))) return false;
  }
  return true;
}

export function createContainers(options: ContainerOptions): Record<EngineName, Engine> {
  const { dataDir, ports, secrets, superuser, admin, definitions } = options;
  const password = secrets.password('postgres/superuser');
  const redisPassword = secrets.password('redis');
  const folder = join(dataDir, 'containers');
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    // The container's own user must be able to read it; the folder above is not listable for others.
    chmodSync(path, 0o644);
    return path;
  };
  const definitionsPath = write('definitions.json', JSON.stringify(definitionsFile(admin, definitions)));
  const brokerConfig = write('rabbitmq.conf', 'load_definitions = /etc/rabbitmq/definitions.json\n');
  const ndb = write('licheng-test.ndb', bodySignature());
  const hdb = write('licheng-test.hdb', hashSignature());

  const engine = (name: EngineName, inner: number, flags: string[], command: string[], ready: () => Promise<boolean>) =>
    containerEngine({ name, port: ports[name], inner, flags, command, ready, container: containerName(secrets, name) });

  return {
    postgres: engine(
      'postgres',
      5432,
      [
        '-e',
        `POSTGRES_USER=${superuser}`,
        '-e',
        `POSTGRES_PASSWORD=${password}`,
        '-e',
        'POSTGRES_DB=postgres',
        '-e',
        'POSTGRES_INITDB_ARGS=--data-checksums',
        '-v',
        `${containerName(secrets, 'postgres')}:/var/lib/postgresql/data`,
      ],
      ['postgres', '-c', 'max_connections=200', '-c', 'jit=off'],
      () => readiness.postgres(ports.postgres, superuser, password),
    ),
    broker: engine(
      'broker',
      5672,
      [
        '--hostname',
        'licheng',
        '-v',
        `${containerName(secrets, 'broker')}:/var/lib/rabbitmq`,
        '-v',
        `${definitionsPath}:/etc/rabbitmq/definitions.json:ro`,
        '-v',
        `${brokerConfig}:/etc/rabbitmq/conf.d/20-licheng.conf:ro`,
      ],
      [],
      () => readiness.broker(ports.broker, admin),
    ),
    redis: engine(
      'redis',
      6379,
      ['-v', `${containerName(secrets, 'redis')}:/data`],
      ['redis-server', '--requirepass', redisPassword, '--appendonly', 'yes', '--databases', '256'],
      () => readiness.redis(ports.redis, redisPassword),
    ),
    clamd: engine(
      'clamd',
      3310,
      ['-v', `${ndb}:/var/lib/clamav/licheng-test.ndb:ro`, '-v', `${hdb}:/var/lib/clamav/licheng-test.hdb:ro`],
      [],
      () => readiness.clamd(ports.clamd),
    ),
  };
}

export async function removeContainers(secrets: Secrets): Promise<void> {
  if (!secrets.get('docker/prefix')) return;
  for (const name of Object.keys(engineImages) as EngineName[])
    await succeeds(['rm', '-f', containerName(secrets, name)]);
}

export async function removeVolumes(secrets: Secrets): Promise<void> {
  if (!secrets.get('docker/prefix')) return;
  for (const name of Object.keys(engineImages) as EngineName[]) {
    await succeeds(['volume', 'rm', '-f', containerName(secrets, name)]);
  }
}

function containerName(secrets: Secrets, name: EngineName): string {
  return `${secrets.remember('docker/prefix', () => `licheng-${Date.now().toString(36)}`)}-${name}`;
}

interface ContainerEngine {
  name: EngineName;
  port: number;
  inner: number;
  container: string;
  flags: string[];
  command: string[];
  ready: () => Promise<boolean>;
}

function containerEngine(what: ContainerEngine): Engine {
  return {
    name: what.name,
    port: what.port,
    // The process belongs to the Docker daemon.
    pids: () => [],
    async start() {
      await succeeds(['rm', '-f', what.container]);
      const publish = `${loopback}:${what.port}:${what.inner}`;
      await run('docker', [
        'run',
        '-d',
        '--name',
        what.container,
        '-p',
        publish,
        ...what.flags,
        engineImages[what.name],
        ...what.command,
      ]);
      const until = performance.now() + 180_000;
      while (!(await what.ready())) {
        if (performance.now() > until) throw new Error(`container ${what.container} was not ready after 180 s`);
        await delay(250);
      }
    },
    async stop() {
      await succeeds(['stop', '-t', '20', what.container]);
      await succeeds(['rm', '-f', what.container]);
    },
  };
}

async function succeeds(args: string[]): Promise<boolean> {
  try {
    await run('docker', args);
    return true;
  } catch {
    return false;
  }
}
