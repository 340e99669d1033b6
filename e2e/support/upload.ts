import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { Page, Request } from '@playwright/test';

const UNLIMITED = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };

export interface Network {
  slow: () => Promise<void>;
  offline: () => Promise<void>;
  fullSpeed: () => Promise<void>;
}

/** The network of this page, slow at first, so that an upload is under way long enough to be disturbed. */
export async function slowNetwork(page: Page, bytesPerSecond = 250_000): Promise<Network> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  const be = (change: object) => async () => {
    await devtools.send('Network.emulateNetworkConditions', { ...UNLIMITED, ...change });
  };
  const network = {
    slow: be({ uploadThroughput: bytesPerSecond }),
    offline: be({ offline: true }),
    fullSpeed: be({}),
  };
  await network.slow();
  return network;
}

/** What a profile sends of uploads, all its tabs together. */
export function watchUploads(page: Page): { created: () => number; sent: () => number } {
  const seen = { POST: 0, PATCH: 0 };
  page.context().on('request', (request: Request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith('/api/v1/uploads')) return;
    const method = request.method();
    if (method === 'POST' || method === 'PATCH') seen[method] += 1;
  });
  return { created: () => seen.POST, sent: () => seen.PATCH };
}

/** A photograph nobody can compress without loss: noise. About width × height × 3 bytes. */
export function pngPicture(name: string, width: number, height: number) {
  const rows = Array.from({ length: height }, () => Buffer.concat([Buffer.from([0]), randomBytes(width * 3)]));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const buffer = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { name, mimeType: 'image/png', buffer };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
