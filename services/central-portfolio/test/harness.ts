import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CentralPortfolioServiceClient } from '@licheng/contracts/central';
import type { EventData } from '@licheng/contracts/events';
import { Database } from '@licheng/database';
import { type CloudEvent, EVENTS_EXCHANGE, type OutgoingEvent, decodeEvent, encodeEvent } from '@licheng/messaging';
import type { Role } from '@licheng/portfolio-rules';
import { type Peer, TokenSigner, peer } from '@licheng/service-kit';
import { type TestBroker, createBroker, createDatabase, testKeys } from '@licheng/testing';
import type { Config } from '../src/config.ts';
import { start } from '../src/wiring.ts';
import { type FakeFile, type FakeUpload, startFakeUpload } from './fake-upload.ts';

export interface Harness {
  broker: TestBroker;
  owner: Database;
  upload: FakeUpload;
  storeDir: string;
  central: Peer<CentralPortfolioServiceClient>;
  httpUrl: string;
  tokenFor(role: Role): Promise<string>;
  /** Sends an event, `times` times the very same one. */
  publish(event: OutgoingEvent, times?: number): Promise<void>;
  publishHandIn(item: EventData<'hand-in.submitted.v1'>, times?: number): Promise<void>;
  /** Acknowledgements told about an item so far. */
  acknowledged(itemId: string): Promise<CloudEvent<'central.acknowledged.v1'>[]>;
  close(): Promise<void>;
}

export async function createHarness(): Promise<Harness> {
  const database = await createDatabase({
    service: 'central-portfolio',
    migrationsDir: new URL('../prisma/migrations', import.meta.url),
  });
  const broker = await createBroker();
  const keys = testKeys();
  const upload = await startFakeUpload(keys.trustedKeys);
  const storeDir = await mkdtemp(join(tmpdir(), 'licheng-central-'));
  const anyPort = { host: '127.0.0.1', port: 0 };
  const config: Config = {
    SERVICE_NAME: 'central-portfolio',
    LOG_LEVEL: 'silent',
    HTTP_LISTEN: anyPort,
    GRPC_LISTEN: anyPort,
    SIGNING_KEY: keys.signingKey['central-portfolio'],
    TRUSTED_KEYS: keys.trustedKeys,
    DATABASE_URL: database.appUrl,
    BROKER_URL: broker.url,
    UPLOAD_ADDRESS: { host: '127.0.0.1', port: upload.grpcPort },
    UPLOAD_HTTP_URL: upload.httpUrl,
    CENTRAL_STORE: storeDir,
  };
  const service = await start(config);
  const central = peer(CentralPortfolioServiceClient, `127.0.0.1:${service.grpcPort}`);
  const owner = new Database({ url: database.ownerUrl, applicationName: 'test' });
  const gateway = new TokenSigner('gateway', keys.signingKey.gateway);

  const publish: Harness['publish'] = async (event, times = 1) => {
    const content = Buffer.from(encodeEvent('test', event, new Date(), undefined));
    for (let n = 0; n < times; n += 1) await broker.publish(EVENTS_EXCHANGE, event.type, content);
  };
  return {
    broker,
    owner,
    upload,
    storeDir,
    central,
    httpUrl: `http://127.0.0.1:${service.httpPort}`,
    tokenFor: (role) =>
      gateway.forPerson({ personId: randomUUID(), institutionId: randomUUID(), role, name: '平臺管理者' }, 600),
    publish,
    publishHandIn: (item, times) => publish({ type: 'hand-in.submitted.v1', subject: item.itemId, data: item }, times),
    async acknowledged(itemId) {
      const rows = await owner.transaction(null, (tx) =>
        tx.query<{ payload: string }>('SELECT payload FROM outbox_events WHERE subject = $1 ORDER BY seq', [itemId]),
      );
      return rows.map(({ payload }) => decodeEvent(Buffer.from(payload)) as CloudEvent<'central.acknowledged.v1'>);
    },
    async close() {
      central.close();
      for (const part of service.parts.toReversed()) await part.stop();
      await upload.stop();
      await owner.close();
      await broker.close();
      await database.drop();
      await rm(storeDir, { recursive: true, force: true });
    },
  };
}

export function handIn(academicYear: number, ...files: FakeFile[]): EventData<'hand-in.submitted.v1'> {
  return {
    itemId: randomUUID(),
    batchId: randomUUID(),
    batchNumber: 1,
    institutionId: randomUUID(),
    studentId: randomUUID(),
    courseId: randomUUID(),
    subject: '英文(三)',
    academicYear,
    outcomeId: randomUUID(),
    version: 2,
    files: files.map(({ uploadId, bytes, sha256 }, n) => ({
      slot: n === 0 ? 'document' : 'media',
      uploadId,
      fileName: n === 0 ? '報告.pdf' : '影片.mp4',
      mediaType: n === 0 ? 'application/pdf' : 'video/mp4',
      sizeBytes: bytes.length,
      sha256,
      hasThumbnail: true,
    })),
    submittedAt: new Date(),
  };
}
