import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CalendarServiceClient, type CalendarServiceServer, CalendarServiceService } from '@licheng/contracts/calendar';
import { LichengError } from '@licheng/portfolio-rules';
import {
  type GrpcServer,
  TokenSigner,
  TokenVerifier,
  createLogger,
  parseTrustedKeys,
  peer,
  startGrpcServer,
  unary,
} from '../src/index.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = new TokenSigner('gateway', privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'));
const verifier = new TokenVerifier(
  parseTrustedKeys(JSON.stringify({ gateway: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') })),
);
let server: GrpcServer;
let answer: () => Promise<{ windows: []; serverTime: Date }>;

beforeAll(async () => {
  const entry = { verifier, log: createLogger('test', 'silent') };
  const implementation: CalendarServiceServer = {
    listWindows: unary(entry, () => answer()),
    putWindow: unary(entry, async () => ({ window: undefined })),
  };
  server = await startGrpcServer({
    listen: { host: '127.0.0.1', port: 0 },
    services: [{ definition: CalendarServiceService, implementation }],
  });
});
afterAll(() => server.stop());

describe('a call between services', () => {
  const ask = async (timeoutMs = 2_000, token?: string) => {
    const calendar = peer(CalendarServiceClient, `127.0.0.1:${server.port}`);
    try {
      return await calendar.call('listWindows', {}, { token: token ?? (await signer.forSelf(60)), timeoutMs });
    } finally {
      calendar.close();
    }
  };

  it('brings the answer', async () => {
    const serverTime = new Date('2026-01-02T03:04:05.678Z');
    answer = async () => ({ windows: [], serverTime });
    expect((await ask()).serverTime).toEqual(serverTime);
  });

  it('brings the peer’s refusal with its code and details', async () => {
    answer = async () => {
      throw new LichengError('window_closed', { operation: 'submit', closesAt: null });
    };
    await expect(ask()).rejects.toMatchObject({
      code: 'window_closed',
      details: { operation: 'submit', closesAt: null },
    });
  });

  it('never shows the text of an unknown error', async () => {
    answer = async () => {
      throw new Error('password=hunter2');
    };
    const refusal = await ask().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'internal', details: {} });
    expect(String((refusal as Error).cause)).not.toContain('hunter2');
  });

  it('ends at its deadline', async () => {
    answer = () => new Promise(() => {});
    await expect(ask(200)).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('is refused without a valid token', async () => {
    await expect(ask(2_000, 'nonsense')).rejects.toMatchObject({ code: 'authentication_required' });
  });

  it('says that a peer is away', async () => {
    const nobody = peer(CalendarServiceClient, '127.0.0.1:1');
    await expect(nobody.call('listWindows', {}, { token: 'x', timeoutMs: 1_000, attempts: 2 })).rejects.toMatchObject({
      code: 'service_unavailable',
    });
    nobody.close();
  });
});
