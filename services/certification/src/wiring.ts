import { UploadServiceClient } from '@licheng/contracts/upload';
import { Database } from '@licheng/database';
import { Broker, Outbox, OutboxRelay, startConsumer } from '@licheng/messaging';
import {
  ServiceTokens,
  type Stoppable,
  TokenSigner,
  TokenVerifier,
  createLogger,
  parseTrustedKeys,
  peer,
  startGrpcServer,
  startHealthServer,
} from '@licheng/service-kit';
import { createFileLinks } from './adapters/grpc-file-links.ts';
import { casesIn, createCaseStore } from './adapters/sql-cases.ts';
import { copiesIn } from './adapters/sql-copies.ts';
import { createDeputies } from './adapters/sql-deputies.ts';
import { createSavedComments } from './adapters/sql-saved-comments.ts';
import type { Config } from './config.ts';
import { factHandlers } from './entry/events.ts';
import { certificationService } from './entry/grpc.ts';
import { startVerdictPublisher } from './entry/verdict-publisher.ts';

export interface Running {
  parts: readonly Stoppable[];
  grpcPort: number;
  httpPort: number;
}

export async function start(config: Config): Promise<Running> {
  const name = config.SERVICE_NAME;
  const log = createLogger(name, config.LOG_LEVEL);
  const database = new Database({ url: config.DATABASE_URL, applicationName: name });
  const broker = new Broker({ url: config.BROKER_URL, name, log });
  const relay = new OutboxRelay({ broker, log, transaction: (work) => database.transaction(null, work) });
  const outbox = new Outbox(name, relay.wake);
  const undoSeconds = config.VERDICT_UNDO_SECONDS;
  const options = { outbox, undoSeconds, onGiven: () => publisher.expect() };
  const store = createCaseStore(database, options);
  const consumer = startConsumer({
    broker,
    queue: 'certification.facts',
    handlers: factHandlers((tx, institutionId) => casesIn(tx, institutionId, options), copiesIn),
    transaction: (institutionId, work) => database.transaction(institutionId, work),
    log,
  });
  const publisher = startVerdictPublisher({ store, undoMs: undoSeconds * 1000, log });
  broker.start();
  relay.start();
  const upload = peer(UploadServiceClient, `${config.UPLOAD_ADDRESS.host}:${config.UPLOAD_ADDRESS.port}`);
  const links = createFileLinks(upload, new ServiceTokens(new TokenSigner(name, config.SIGNING_KEY)));
  const entry = { verifier: new TokenVerifier(parseTrustedKeys(config.TRUSTED_KEYS)), log };
  const grpc = await startGrpcServer({
    listen: config.GRPC_LISTEN,
    services: [
      certificationService(
        { store, links, deputies: createDeputies(database), savedComments: createSavedComments(database) },
        entry,
      ),
    ],
  });
  const health = await startHealthServer({ listen: config.HTTP_LISTEN, checks: { database: () => database.ping() } });
  log.info({ grpcPort: grpc.port, httpPort: health.port }, 'ready');
  return {
    parts: [
      { stop: () => database.close() },
      broker,
      relay,
      consumer,
      publisher,
      { stop: () => upload.close() },
      grpc,
      health,
    ],
    grpcPort: grpc.port,
    httpPort: health.port,
  };
}
