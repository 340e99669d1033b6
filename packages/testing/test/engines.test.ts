import { connect } from 'node:net';
import { eicarTestFile } from '@licheng/local-platform';
import { describe, expect, test } from 'vitest';
import { bytes, createBroker, createRedis, pdf, pdfWithEicar, testPlatform } from '../src/index.ts';

async function scan(content: Buffer): Promise<string> {
  const { clamd } = await testPlatform();
  return new Promise((resolve, reject) => {
    const socket = connect({ host: clamd.host, port: clamd.port });
    let answer = '';
    socket.once('error', reject);
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.once('close', () => resolve(answer.replaceAll('\0', '')));
    const size = Buffer.alloc(4);
    size.writeUInt32BE(content.length);
    socket.write(Buffer.concat([Buffer.from('zINSTREAM\0'), size, content, Buffer.alloc(4)]));
  });
}

describe('the scanner', () => {
  test('passes a clean PDF', async () => {
    expect(await scan(pdf({ sizeBytes: 200_000 }))).toBe('stream: OK');
  });

  test('finds the EICAR test file by itself', async () => {
    expect(await scan(eicarTestFile())).toMatch(/FOUND$/);
  });

  test.each([5_000, 300_000, 4_000_000])('finds it in the middle of a PDF of %i bytes', async (sizeBytes) => {
    expect(await scan(pdfWithEicar({ sizeBytes }))).toMatch(/FOUND$/);
  });

  test('finds it between bytes of no known format', async () => {
    expect(await scan(Buffer.concat([bytes(50_000), eicarTestFile(), bytes(50_000)]))).toMatch(/FOUND$/);
  });
});

describe('leases', () => {
  test('two virtual hosts differ, and one does not see the messages of the other', async () => {
    const [one, other] = await Promise.all([createBroker(), createBroker()]);
    expect(one.vhost).not.toBe(other.vhost);
    await one.publish('', 'certification.facts', Buffer.from('hello'), { messageId: 'm1' });
    expect(await other.take('certification.facts')).toBeNull();
    expect(await one.take('certification.facts')).toMatchObject({ messageId: 'm1', content: Buffer.from('hello') });
    expect(await one.depth('certification.facts')).toBe(0);
    await Promise.all([one.close(), other.close()]);
  });

  test('two Redis databases differ', async () => {
    const [one, other] = await Promise.all([createRedis(), createRedis()]);
    expect(one.url).not.toBe(other.url);
    await Promise.all([one.close(), other.close()]);
  });
});
