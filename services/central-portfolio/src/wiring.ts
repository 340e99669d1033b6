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
import { createFileStore } from './adapters/disk-file-store.ts';
import { createPortfolioReader, portfolioIn } from './adapters/sql-portfolio.ts';
import { createFileSource } from './adapters/upload-file-source.ts';
import { receiveItem } from './application/receive-item.ts';
import type { Config } from './config.ts';
import { resultHandlers } from './entry/events.ts';
import { centralPortfolioService } from './entry/grpc.ts';

const MAX_CONNECTIONS = 5;

export interface Running {
  parts: readonly Stoppable[];
  grpcPort: number;
  httpPort: number;
}

export async function start(config: Config): Promise<Running> {
  const name = config.SERVICE_NAME;
  const log = createLogger(name, config.LOG_LEVEL);
  const store = await createFileStore(config.CENTRAL_STORE);
  const database = new Database({ url: config.DATABASE_URL, applicationName: name, maxConnections: MAX_CONNECTIONS });
  const broker = new Broker({ url: config.BROKER_URL, name, log });
  const relay = new OutboxRelay({ broker, log, transaction: (work) => database.transaction(null, work) });
  const outbox = new Outbox(name, relay.wake);
  const portfolio = createPortfolioReader(database);
  const upload = peer(UploadServiceClient, `${config.UPLOAD_ADDRESS.host}:${config.UPLOAD_ADDRESS.port}`);
  const tokens = new ServiceTokens(new TokenSigner(name, config.SIGNING_KEY));
  const source = createFileSource(upload, tokens, config.UPLOAD_HTTP_URL);
  const consumer = startConsumer({
    broker,
    queue: 'central-portfolio.results',
    handlers: resultHandlers(
      (tx) => portfolioIn(tx, outbox),
      (item) => receiveItem(item, portfolio, source, store),
    ),
    transaction: (_institutionId, work) => database.transaction(null, work),
    log,
  });
  broker.start();
  relay.start();
  const entry = { verifier: new TokenVerifier(parseTrustedKeys(config.TRUSTED_KEYS)), log };
  const grpc = await startGrpcServer({
    listen: config.GRPC_LISTEN,
    services: [centralPortfolioService(portfolio, entry)],
  });
  const health = await startHealthServer({
    listen: config.HTTP_LISTEN,
    checks: { database: () => database.ping() },
  });
  log.info({ grpcPort: grpc.port, httpPort: health.port }, 'ready');
  return {
    parts: [{ stop: () => database.close() }, broker, relay, { stop: () => upload.close() }, consumer, grpc, health],
    grpcPort: grpc.port,
    httpPort: health.port,
  };
}
