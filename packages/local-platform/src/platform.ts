import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createClamd } from './clamd.ts';
import { containersPossible, createContainers } from './docker-fallback.ts';
import { holdFolder } from './folder-lock.ts';
import { endLeftovers } from './leftovers.ts';
import { choosePort } from './chosen-port.ts';
import { createPostgres, superuser } from './postgres.ts';
import { postgresHome } from './postgres-home.ts';
import { createRabbitmq } from './rabbitmq.ts';
import { createRedis } from './redis.ts';
import { ensureRequirements, MissingRequirements } from './requirements.ts';
import { Secrets } from './secrets.ts';
import { type Engine, type EngineName, engineNames, loopback, type Platform, type PlatformOptions } from './types.ts';

const adminUser = 'licheng_admin';
const labels: Record<EngineName, string> = {
  postgres: 'PostgreSQL',
  broker: 'RabbitMQ',
  redis: 'Redis',
  clamd: 'clamd',
};

/** Starts the four engines in parallel; when one fails, those already up are stopped again. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const dataDir = resolve(options.dataDir);
  // PostgreSQL's own user must be able to pass through, though not to list.
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o711);
  const release = holdFolder(dataDir, 'platform');
  try {
    const engines = await createEngines({ ...options, dataDir });
    await startAll(engines, options.onProgress ?? (() => {}));
    return platformOf(engines, dataDir, release);
  } catch (error) {
    release();
    throw error;
  }
}

type Engines = Record<EngineName, Engine>;

async function createEngines(options: PlatformOptions): Promise<Engines> {
  const { dataDir, durable } = options;
  const progress = options.onProgress ?? (() => {});
  const programs = await programsOrContainers(progress);
  // Before the ports are chosen: a forgotten engine of ours would hold the one we want back.
  await endLeftovers(dataDir);
  const secrets = new Secrets(dataDir);
  const port = (name: string, given?: number) => choosePort(secrets, name, given, progress);
  const ports = {
    postgres: await port('postgres', options.ports?.postgres),
    broker: await port('broker', options.ports?.broker),
    redis: await port('redis', options.ports?.redis),
    clamd: await port('clamd', options.ports?.clamd),
  };
  const admin = { user: adminUser, password: secrets.password('broker/admin') };
  const definitions = options.brokerDefinitions?.((name) => secrets.password(name)) ?? {};
  if (!programs) return createContainers({ dataDir, ports, secrets, superuser, admin, definitions });

  const home = await postgresHome(dataDir, secrets);
  return {
    postgres: createPostgres({
      ...home,
      port: ports.postgres,
      password: secrets.password('postgres/superuser'),
      durable,
      programs: programs.postgres,
    }),
    broker: createRabbitmq({
      folder: join(dataDir, 'broker'),
      port: ports.broker,
      distributionPort: await port('broker-distribution'),
      epmdPort: await port('broker-epmd'),
      admin,
      cookie: secrets.password('broker/cookie'),
      definitions,
      program: programs.rabbitmq,
      epmd: programs.epmd,
    }),
    redis: createRedis({
      folder: join(dataDir, 'redis'),
      port: ports.redis,
      password: secrets.password('redis'),
      durable,
      program: programs.redis,
    }),
    clamd: createClamd({
      folder: join(dataDir, 'clamd'),
      port: ports.clamd,
      program: programs.clamd,
      systemSignatures: durable ? '/var/lib/clamav' : null,
    }),
  };
}

async function programsOrContainers(progress: (line: string) => void) {
  try {
    return await ensureRequirements(['postgres', 'rabbitmq', 'epmd', 'redis', 'clamd'], progress);
  } catch (error) {
    if (!(error instanceof MissingRequirements) || !(await containersPossible(progress))) throw error;
    progress('using Docker containers for the databases, the broker and the scanner');
    return null;
  }
}

async function startAll(engines: Engines, progress: (line: string) => void): Promise<void> {
  const began = performance.now();
  const results = await Promise.allSettled(
    engineNames.map(async (name) => {
      await engines[name].start();
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      progress(`${labels[name]} ready on port ${engines[name].port} (${seconds} s)`);
    }),
  );
  const failures = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as Error);
  if (failures.length === 0) return;
  await Promise.allSettled(engineNames.map((name) => engines[name].stop()));
  throw failures.length === 1 ? failures[0] : new AggregateError(failures, failures.map(String).join('\n'));
}

function platformOf(engines: Engines, dataDir: string, release: () => void): Platform {
  const secrets = new Secrets(dataDir);
  const password = secrets.password('postgres/superuser');
  const adminPassword = secrets.password('broker/admin');
  const redisPassword = secrets.password('redis');
  const host = loopback;
  const { postgres, broker, redis, clamd } = engines;
  const signal = (name: EngineName, kind: NodeJS.Signals) => {
    const engine = engines[name];
    for (const pid of engine.family?.() ?? engine.pids()) process.kill(pid, kind);
  };
  return {
    dataDir,
    postgres: {
      host,
      port: postgres.port,
      superuser,
      password,
      superuserUrl: `postgresql://${superuser}:${password}@${host}:${postgres.port}/postgres`,
    },
    broker: {
      host,
      port: broker.port,
      adminUser,
      adminPassword,
      adminUrl: `amqp://${adminUser}:${adminPassword}@${host}:${broker.port}/%2F`,
    },
    redis: {
      host,
      port: redis.port,
      password: redisPassword,
      url: `redis://:${redisPassword}@${host}:${redis.port}/0`,
    },
    clamd: { host, port: clamd.port, address: `${host}:${clamd.port}` },
    engines: () =>
      Object.fromEntries(engineNames.map((name) => [name, engines[name].pids()])) as Record<EngineName, number[]>,
    get pids() {
      return engineNames.flatMap((name) => engines[name].pids());
    },
    async stop() {
      await Promise.all(engineNames.map((name) => engines[name].stop()));
      release();
    },
    stopEngine: (name) => engines[name].stop(),
    startEngine: (name) => engines[name].start(),
    pauseEngine: (name) => signal(name, 'SIGSTOP'),
    resumeEngine: (name) => signal(name, 'SIGCONT'),
    password: (name) => secrets.password(name),
  };
}
