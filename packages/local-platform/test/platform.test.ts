import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'amqplib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { destroyPlatformData, identify, isPortFree, type Platform, startPlatform, waitForEnd } from '../src/index.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'licheng platform '));
const start = () => startPlatform({ dataDir, durable: true });
let platform: Platform;

beforeAll(async () => {
  platform = await start();
});

afterAll(async () => {
  await platform.stop();
  await destroyPlatformData(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: platform.postgres.superuserUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function redis(...commands: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connectSocket({ port: platform.redis.port, host: platform.redis.host });
    const auth = `AUTH ${platform.redis.password}`;
    socket.once('connect', () => socket.end(`${[auth, ...commands, 'QUIT'].join('\r\n')}\r\n`));
    socket.on('data', (data) => {
      answer += data.toString();
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(answer));
  });
}

async function kill(pids: number[]): Promise<void> {
  for (const pid of pids) {
    const identity = identify(pid);
    process.kill(pid, 'SIGKILL');
    if (identity) await waitForEnd(identity, 5_000);
  }
}

describe('a data folder', () => {
  test('keeps its passwords from other users', () => {
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  test('is held by one platform at a time', async () => {
    await expect(start()).rejects.toThrow(`in use by process ${process.pid}`);
  });

  test('is found again by a restart: same ports, same data', async () => {
    const before = { ...platform };
    await query('create table if not exists kept (n int); insert into kept values (7)');
    const connection = await connect(platform.broker.adminUrl);
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue('kept', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    channel.sendToQueue('kept', Buffer.from('7'), { persistent: true });
    await channel.waitForConfirms();
    await connection.close();

    await platform.stop();
    for (const { port } of [before.postgres, before.broker, before.redis, before.clamd]) {
      expect(await isPortFree(port)).toBe(true);
    }
    platform = await start();

    expect(platform.postgres).toEqual(before.postgres);
    expect(platform.broker).toEqual(before.broker);
    expect(await query('select n from kept')).toEqual([{ n: 7 }]);
    const again = await connect(platform.broker.adminUrl);
    const message = await (await again.createChannel()).get('kept', { noAck: true });
    expect(message && message.content.toString()).toBe('7');
    await again.close();
  });
});

describe('engines', () => {
  test('listen on the loopback address only', () => {
    const pids = platform.pids;
    const inodesOfOurs = new Set(
      readFileSync('/proc/net/tcp6', 'utf8')
        .split('\n')
        .filter((line) => line.includes(' 0A '))
        .map((line) => line.trim().split(/\s+/)[1]?.split(':')[1])
        .map((hex) => Number.parseInt(hex ?? '0', 16)),
    );
    expect(pids.length).toBeGreaterThanOrEqual(5);
    for (const { port } of [platform.postgres, platform.broker, platform.redis, platform.clamd]) {
      expect(inodesOfOurs.has(port)).toBe(false);
    }
    const open = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .filter((line) => line.includes(' 0A ') && line.trim().split(/\s+/)[1]?.startsWith('00000000:'))
      .map((line) => Number.parseInt(line.trim().split(/\s+/)[1]?.split(':')[1] ?? '0', 16));
    for (const name of ['broker-distribution', 'broker-epmd', 'postgres', 'broker', 'redis', 'clamd']) {
      const secrets = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as Record<string, string>;
      expect(open).not.toContain(Number(secrets[`port/${name}`]));
    }
  });

  test('do not know the guest user', async () => {
    const url = `amqp://guest:guest@${platform.broker.host}:${platform.broker.port}`;
    await expect(connect(url)).rejects.toThrow('ACCESS_REFUSED');
  });

  test('let a quorum queue dead-letter at least once', async () => {
    const connection = await connect(platform.broker.adminUrl);
    const channel = await connection.createChannel();
    await channel.assertExchange('dead', 'direct', { durable: true });
    await channel.assertQueue('dead.kept', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    await channel.bindQueue('dead.kept', 'dead', 'q');
    await channel.assertQueue('strict', {
      durable: true,
      arguments: {
        'x-queue-type': 'quorum',
        'x-dead-letter-exchange': 'dead',
        'x-dead-letter-routing-key': 'q',
        'x-dead-letter-strategy': 'at-least-once',
        'x-overflow': 'reject-publish',
      },
    });
    channel.sendToQueue('strict', Buffer.from('bad'));
    const arrived = new Promise<string>((resolve) => {
      void channel.consume('dead.kept', (message) => message && resolve(message.content.toString()), { noAck: true });
    });
    await channel.consume('strict', (message) => message && channel.nack(message, false, false));
    expect(await arrived).toBe('bad');
    await connection.close();
  });

  test('PostgreSQL comes back after its processes were killed, with what was committed', async () => {
    await query('create table if not exists killed (n int); insert into killed values (1)');
    await kill(platform.engines().postgres);
    await platform.startEngine('postgres');
    expect(await query('select n from killed')).toEqual([{ n: 1 }]);
  });

  test('Redis comes back on its port after it was killed', async () => {
    await kill(platform.engines().redis);
    await platform.startEngine('redis');
    expect(await redis('SET a 1', 'GET a')).toContain('$1\r\n1');
  });

  test('a stopped database refuses connections and returns on the same port', async () => {
    await platform.stopEngine('postgres');
    await expect(query('select 1')).rejects.toThrow('ECONNREFUSED');
    expect(platform.engines().postgres).toEqual([]);
    await platform.startEngine('postgres');
    expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
  });
});
