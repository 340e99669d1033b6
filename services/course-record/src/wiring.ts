import { CertificationServiceClient } from '@licheng/contracts/certification';
import { CourseRecordServiceService } from '@licheng/contracts/course-record';
import { UploadServiceClient } from '@licheng/contracts/upload';
import { Database, type Transaction } from '@licheng/database';
import { Broker, Outbox, OutboxRelay, startConsumer } from '@licheng/messaging';
import {
  createLogger,
  parseTrustedKeys,
  peer,
  ServiceTokens,
  type Stoppable,
  startGrpcServer,
  startHealthServer,
  TokenSigner,
  TokenVerifier,
} from '@licheng/service-kit';
import { certificationPeer, uploadPeer } from './adapters/peers.ts';
import { signedReceipts } from './adapters/receipts.ts';
import { recordsOf } from './adapters/records.ts';
import type { Deps } from './application/ports.ts';
import type { Config } from './config.ts';
import { factHandlers } from './entry/events.ts';
import { courseRecordHandlers } from './entry/grpc.ts';

export interface Started {
  parts: Stoppable[];
  grpcPort: number;
  httpPort: number;
}

export async function start(config: Config): Promise<Started> {
  const name = config.SERVICE_NAME;
  const log = createLogger(name, config.LOG_LEVEL);
  const database = new Database({ url: config.DATABASE_URL, applicationName: name });
  const broker = new Broker({ url: config.BROKER_URL, name, log });
  const relay = new OutboxRelay({ broker, log, transaction: (work) => database.transaction(null, work) });
  const outbox = new Outbox(name, relay.wake);
  const uploads = peer(UploadServiceClient, config.UPLOAD_ADDRESS);
  const certification = peer(CertificationServiceClient, config.CERTIFICATION_ADDRESS);
  const tokens = new ServiceTokens(new TokenSigner(name, config.SIGNING_KEY));
  const verifier = new TokenVerifier(parseTrustedKeys(config.TRUSTED_KEYS));

  const recordsIn = (tx: Transaction, institutionId: string) => recordsOf(tx, institutionId, outbox);
  const deps: Deps = {
    withRecords: (institutionId, work) =>
      database.transaction(institutionId, (tx) => work(recordsIn(tx, institutionId))),
    uploads: uploadPeer(uploads, tokens),
    certification: certificationPeer(certification),
    receipts: await signedReceipts(config.RECEIPT_SIGNING_KEY, database),
  };

  const consumer = startConsumer({
    broker,
    queue: 'course-record.facts',
    handlers: factHandlers(recordsIn),
    transaction: (institutionId, work) => database.transaction(institutionId, work),
    log,
  });
  const grpc = await startGrpcServer({
    listen: config.GRPC_LISTEN,
    services: [
      { definition: CourseRecordServiceService, implementation: courseRecordHandlers(deps, { verifier, log }) },
    ],
  });
  const health = await startHealthServer({
    listen: config.HTTP_LISTEN,
    checks: { database: () => database.ping() },
  });
  broker.start();
  relay.start();
  log.info({ grpcPort: grpc.port, httpPort: health.port }, 'serving');

  const parts: Stoppable[] = [
    { stop: () => database.close() },
    broker,
    relay,
    { stop: () => uploads.close() },
    { stop: () => certification.close() },
    consumer,
    grpc,
    health,
  ];
  return { parts, grpcPort: grpc.port, httpPort: health.port };
}
