import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type Socket, connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eicarTestFile } from '@licheng/local-platform';
import { pdf, testPlatform, waitUntil } from '@licheng/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClamdScanner } from '../src/adapters/clamd-scanner.ts';
import { runValidation } from './running-validation.ts';

/** INSTREAM ends a stream with a chunk of no length. */
const STREAM_END = Buffer.alloc(4);

/** Something on clamd's port. @param answer what it says; null leaves without a word. */
async function startPretender(answer: string | null, when: 'at once' | 'at the end' = 'at the end') {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (part) => {
      if (when === 'at the end' && !part.subarray(-4).equals(STREAM_END)) return;
      if (answer !== null) socket.end(answer);
      else socket.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

describe('ClamdScanner', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'licheng-scan-'));
  });
  afterEach(() => rm(dir, { recursive: true }));
  const fileWith = async (content: Buffer) => {
    const path = join(dir, 'file');
    await writeFile(path, content);
    return path;
  };

  it('tells clean from infected', async () => {
    const { clamd } = await testPlatform();
    const scanner = new ClamdScanner(clamd);
    expect(await scanner.scan(await fileWith(pdf({ sizeBytes: 4_000_000 })))).toBe('clean');
    expect(await scanner.scan(await fileWith(eicarTestFile()))).toBe('infected');
  });

  it('believes a plain answer to the whole stream', async () => {
    const pretender = await startPretender('stream: OK\0');
    const scanner = new ClamdScanner({ host: '127.0.0.1', port: pretender.port });
    expect(await scanner.scan(await fileWith(pdf({ sizeBytes: 4_000_000 })))).toBe('clean');
    await pretender.stop();
  });

  it.each([
    ['an error', 'INSTREAM size limit exceeded. ERROR\0', 'at the end'],
    ['a time-out', 'COMMAND READ TIMED OUT\0', 'at the end'],
    ['something else', 'stream: FINE\0', 'at the end'],
    ['nothing', '', 'at the end'],
    ['nothing and breaks off', null, 'at once'],
    ['that all is fine before it has all', 'stream: OK\0', 'at once'],
  ] as const)('calls nothing clean when the scanner answers %s', async (_, answer, when) => {
    const pretender = await startPretender(answer, when);
    const scanner = new ClamdScanner({ host: '127.0.0.1', port: pretender.port });
    const path = await fileWith(pdf({ sizeBytes: 4_000_000 }));
    await expect(scanner.scan(path)).rejects.toMatchObject({ code: 'service_unavailable' });
    await pretender.stop();
    await expect(scanner.scan(path)).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});

it('lets a file wait while clamd is down and goes on when it is back', async () => {
  const { clamd } = await testPlatform();
  const gone = await startPretender(null);
  await gone.stop();
  const service = await runValidation({ CLAMD_ADDRESS: { host: '127.0.0.1', port: gone.port } });
  try {
    const { id } = await service.announce('a.pdf', pdf());
    await waitUntil(async () => (await service.broker.depth('media-validation.uploads.retry')) > 0, {
      what: 'the message to wait',
    });
    expect(await service.heard(id)).toEqual([]);
    // clamd is back, at the address where it was.
    const back = createServer((from) => {
      const to = connect(clamd.port, clamd.host);
      from.on('error', () => to.destroy());
      to.on('error', () => from.destroy());
      from.pipe(to).pipe(from);
    });
    back.listen(gone.port, '127.0.0.1');
    await waitUntil(async () => (await service.heard(id)).length === 1, { what: 'the verdict', timeoutMs: 20_000 });
    expect((await service.heard(id))[0]?.type).toBe('media.validated.v1');
    back.close();
  } finally {
    await service.stop();
  }
});
