import { connect } from 'node:net';
import { lease } from './leases.ts';
import { testPlatform } from './test-platform.ts';

export interface TestRedis {
  /** A numbered database of this test file's own, empty. */
  url: string;
  /** Empties it and gives it back. */
  close(): Promise<void>;
}

const databases = 256;

export async function createRedis(): Promise<TestRedis> {
  const { redis, leasesDir } = await testPlatform();
  const { number, giveBack } = lease(leasesDir, 'redis', databases);
  const empty = () => flush(redis, number);
  await empty();
  return {
    url: redis.url.replace(/\d+$/, String(number)),
    async close() {
      await empty();
      giveBack();
    },
  };
}

function flush(redis: { host: string; port: number; password: string }, database: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: redis.host, port: redis.port });
    let answer = '';
    socket.setTimeout(5_000, () => socket.destroy(new Error('Redis does not answer')));
    socket.once('error', reject);
    socket.once('connect', () => socket.write(`AUTH ${redis.password}\r\nSELECT ${database}\r\nFLUSHDB\r\n`));
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      const replies = answer.split('\r\n').filter(Boolean);
      const refused = replies.find((reply) => reply.startsWith('-'));
      if (refused) socket.destroy(new Error(refused));
      else if (replies.length === 3) {
        socket.destroy();
        resolve();
      }
    });
  });
}
