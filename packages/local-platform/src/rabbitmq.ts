import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Administrator, definitionsFile } from './broker-definitions.ts';
import { EngineProcess } from './engine-process.ts';
import { endProcess, processesWorkingIn } from './process-identity.ts';
import { isPortFree } from './ports.ts';
import { readiness } from './readiness.ts';
import { type BrokerDefinitions, type Engine, loopback } from './types.ts';

export interface RabbitmqOptions {
  folder: string;
  port: number;
  distributionPort: number;
  epmdPort: number;
  admin: Administrator;
  cookie: string;
  definitions: BrokerDefinitions;
  /** `/usr/lib/rabbitmq/bin/rabbitmq-server`: the one in `/usr/sbin` changes user and folder. */
  program: string;
  epmd: string;
}

const stopSteps = [['SIGTERM', 30_000]] as const;

export function createRabbitmq(options: RabbitmqOptions): Engine {
  const { folder, port, admin } = options;
  const env = environment(options);
  // Erlang's name service, started by us rather than by the node: that one would outlive the node.
  const epmd = new EngineProcess({
    label: 'epmd',
    command: options.epmd,
    args: ['-port', String(options.epmdPort), '-address', loopback],
    cwd: folder,
    logFile: join(folder, 'epmd.log'),
    env,
    stop: [['SIGTERM', 2_000]],
  });
  const server = new EngineProcess({
    label: 'RabbitMQ',
    command: options.program,
    args: [],
    cwd: folder,
    logFile: join(folder, 'rabbitmq.log'),
    env,
    stop: stopSteps,
  });

  const answers = async () => {
    // The node takes seconds to boot; asking it more often only slows it down.
    await delay(80);
    return readiness.broker(port, admin);
  };

  return {
    name: 'broker',
    port,
    pids: () => [...server.pids, ...epmd.pids],
    family: () => server.pids,
    async start() {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      await endRabbitmqLeftovers(folder);
      writeConfiguration(options);
      epmd.spawn();
      await epmd.waitUntilReady(async () => !(await isPortFree(options.epmdPort)), 5_000);
      server.spawn();
      try {
        await server.waitUntilReady(answers, 90_000);
      } catch (error) {
        await epmd.stop();
        throw error;
      }
    },
    async stop() {
      await server.stop();
      await epmd.stop();
    },
  };
}

export async function endRabbitmqLeftovers(folder: string): Promise<void> {
  for (const left of processesWorkingIn(folder, ['beam.smp'])) await endProcess(left, stopSteps);
  for (const left of processesWorkingIn(folder, ['epmd'])) await endProcess(left, [['SIGTERM', 2_000]]);
}

function environment({ folder, port, distributionPort, epmdPort }: RabbitmqOptions): Record<string, string> {
  return {
    HOME: folder,
    // Makes the start script become the node instead of a shell that guards it: one pid, signals arrive.
    RUNNING_UNDER_SYSTEMD: '1',
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: loopback,
    RABBITMQ_NODENAME: 'licheng@localhost',
    RABBITMQ_NODE_IP_ADDRESS: loopback,
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distributionPort),
    RABBITMQ_BASE: folder,
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, 'no-advanced.config'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'rabbitmq-env.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_PID_FILE: join(folder, 'rabbitmq.pid'),
    RABBITMQ_GENERATED_CONFIG_DIR: join(folder, 'generated'),
    RABBITMQ_FEATURE_FLAGS_FILE: join(folder, 'feature_flags'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: [
      '-kernel inet_dist_use_interface {127,0,0,1}',
      // One scheduler that sleeps when idle; the default ones spin and take a small machine's second core.
      '+S 1:1 +SDcpu 1:1 +sbwt none +sbwtdcpu none +sbwtdio none',
    ].join(' '),
  };
}

function writeConfiguration({ folder, port, admin, cookie, definitions }: RabbitmqOptions): void {
  const cookieFile = join(folder, '.erlang.cookie');
  rmSync(cookieFile, { force: true });
  writeFileSync(cookieFile, cookie, { mode: 0o400 });
  const definitionsPath = join(folder, 'definitions.json');
  writeFileSync(definitionsPath, JSON.stringify(definitionsFile(admin, definitions)), { mode: 0o600 });
  chmodSync(definitionsPath, 0o600);
  writeFileSync(join(folder, 'rabbitmq-env.conf'), '');
  writeFileSync(join(folder, 'enabled_plugins'), '[].\n');
  mkdirSync(join(folder, 'generated'), { recursive: true });
  writeFileSync(
    join(folder, 'rabbitmq.conf'),
    [
      `listeners.tcp.1 = ${loopback}:${port}`,
      `load_definitions = ${definitionsPath}`,
      'log.console = false',
      'log.file = rabbit.log',
      'log.file.level = warning',
      'log.file.rotation.size = 10485760',
      'vm_memory_high_watermark.absolute = 600MB',
      'disk_free_limit.absolute = 200MB',
      'raft.wal_max_size_bytes = 64000000',
      '',
    ].join('\n'),
  );
}
