import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bodySignature,
  definitionsFile,
  engineImages,
  hashSignature,
  type PlatformAddresses,
  Secrets,
} from '@licheng/local-platform';
import { vhostPool } from './vhost-pool.ts';

// Not proven here: no image can be pulled on the machine this was written on. Same API as the local engines.

const admin = 'licheng_admin';
const brokerReady = /Server startup complete/;

export async function startContainers(dataDir: string, onProgress: (line: string) => void) {
  const { GenericContainer, Wait } = await import('testcontainers');
  const secrets = new Secrets(dataDir);
  const [pgPassword, brokerPassword, redisPassword] = ['postgres', 'broker', 'redis'].map((name) =>
    secrets.password(name),
  ) as [string, string, string];
  const file = (name: string, content: string) => {
    const source = join(dataDir, name);
    writeFileSync(source, content, { mode: 0o644 });
    return source;
  };
  const definitions = definitionsFile({ user: admin, password: brokerPassword }, vhostPool());

  const starting = [
    new GenericContainer(engineImages.postgres)
      .withEnvironment({ POSTGRES_USER: admin, POSTGRES_PASSWORD: pgPassword, POSTGRES_DB: 'postgres' })
      .withCommand(['postgres', '-c', 'max_connections=200', '-c', 'fsync=off', '-c', 'synchronous_commit=off'])
      .withExposedPorts(5432)
      // It starts once more after its first initialisation.
      .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
      .start(),
    new GenericContainer(engineImages.broker)
      .withCopyFilesToContainer([
        { source: file('definitions.json', JSON.stringify(definitions)), target: '/etc/rabbitmq/definitions.json' },
        {
          source: file('rabbitmq.conf', 'load_definitions = /etc/rabbitmq/definitions.json\n'),
          target: '/etc/rabbitmq/conf.d/20-licheng.conf',
        },
      ])
      .withExposedPorts(5672)
      .withWaitStrategy(Wait.forLogMessage(brokerReady))
      .start(),
    new GenericContainer(engineImages.redis)
      .withCommand(['redis-server', '--requirepass', redisPassword, '--databases', '256'])
      .withExposedPorts(6379)
      .start(),
    new GenericContainer(engineImages.clamd)
      .withCopyFilesToContainer([
        { source: file('licheng-test.ndb', bodySignature()), target: '/var/lib/clamav/licheng-test.ndb' },
        { source: file('licheng-test.hdb', hashSignature()), target: '/var/lib/clamav/licheng-test.hdb' },
      ])
      .withExposedPorts(3310)
      .start(),
  ] as const;
  const results = await Promise.allSettled(starting);
  const running = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async () => {
    await Promise.all(running.map((container) => container.stop()));
  };
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) {
    await stop();
    throw failure.reason;
  }
  const [postgres, broker, redis, clamd] = await Promise.all(starting);
  onProgress('test containers ready');

  const pgPort = postgres.getMappedPort(5432);
  const brokerPort = broker.getMappedPort(5672);
  const redisPort = redis.getMappedPort(6379);
  const clamdPort = clamd.getMappedPort(3310);
  const addresses: PlatformAddresses = {
    dataDir,
    postgres: {
      host: postgres.getHost(),
      port: pgPort,
      superuser: admin,
      password: pgPassword,
      superuserUrl: `postgresql://${admin}:${pgPassword}@${postgres.getHost()}:${pgPort}/postgres`,
    },
    broker: {
      host: broker.getHost(),
      port: brokerPort,
      adminUser: admin,
      adminPassword: brokerPassword,
      adminUrl: `amqp://${admin}:${brokerPassword}@${broker.getHost()}:${brokerPort}/%2F`,
    },
    redis: {
      host: redis.getHost(),
      port: redisPort,
      password: redisPassword,
      url: `redis://:${redisPassword}@${redis.getHost()}:${redisPort}/0`,
    },
    clamd: { host: clamd.getHost(), port: clamdPort, address: `${clamd.getHost()}:${clamdPort}` },
  };
  return { addresses, stop };
}
