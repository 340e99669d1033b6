import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineProcess } from './engine-process.ts';
import { endProcess, processesWorkingIn } from './process-identity.ts';
import { readiness } from './readiness.ts';
import { type Engine, loopback } from './types.ts';

export interface RedisOptions {
  folder: string;
  port: number;
  password: string;
  durable: boolean;
  program: string;
}

const stopSteps = [['SIGTERM', 10_000]] as const;

export function createRedis(options: RedisOptions): Engine {
  const { folder, port, password } = options;
  const configFile = join(folder, 'redis.conf');
  const server = new EngineProcess({
    label: 'Redis',
    command: options.program,
    args: [configFile],
    cwd: folder,
    logFile: join(folder, 'redis.log'),
    stop: stopSteps,
  });

  return {
    name: 'redis',
    port,
    pids: () => server.pids,
    async start() {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      await endRedisLeftovers(folder);
      writeFileSync(configFile, config(options), { mode: 0o600 });
      chmodSync(configFile, 0o600);
      server.spawn();
      await server.waitUntilReady(() => readiness.redis(port, password), 20_000);
    },
    stop: () => server.stop(),
  };
}

export async function endRedisLeftovers(folder: string): Promise<void> {
  for (const left of processesWorkingIn(folder, ['redis-server', 'redis-check-rdb'])) {
    await endProcess(left, stopSteps);
  }
}

function config({ folder, port, password, durable }: RedisOptions): string {
  return [
    `bind ${loopback}`,
    `port ${port}`,
    'protected-mode yes',
    `requirepass ${password}`,
    `dir "${folder}"`,
    'daemonize no',
    'databases 256',
    'save ""',
    `appendonly ${durable ? 'yes' : 'no'}`,
    'appendfsync everysec',
    'maxmemory 128mb',
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
}
