import { UploadServiceClient } from '@licheng/contracts/upload';
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
import { PrismaPg } from '@prisma/adapter-pg';
import { createFileStore } from './adapters/disk-file-store.ts';
import { createPortfolioReader, portfolioIn } from './adapters/prisma-portfolio.ts';
import { PrismaTransactions } from './adapters/prisma-transactions.ts';
import { createFileSource } from './adapters/upload-file-source.ts';
import { receiveItem } from './application/receive-item.ts';
import type { Config } from './config.ts';
import { resultHandlers } from './entry/events.ts';
import { centralPortfolioService } from './entry/grpc.ts';
import { PrismaClient } from './generated/prisma/client.ts';

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
  const prisma = new PrismaClient({
    adapter: new PrismaPg({
      connectionString: config.DATABASE_URL,
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: 3_000,
    }),
  });
  const transactions = new PrismaTransactions(prisma);
  const broker = new Broker({ url: config.BROKER_URL, name, log });
  const relay = new OutboxRelay({ broker, log, transaction: (work) => transactions.run(null, work) });
  const outbox = new Outbox(name, relay.wake);
  const portfolio = createPortfolioReader(prisma);
  const upload = peer(UploadServiceClient, `${config.UPLOAD_ADDRESS.host}:${config.UPLOAD_ADDRESS.port}`);
  const tokens = new ServiceTokens(new TokenSigner(name, config.SIGNING_KEY));
  const source = createFileSource(upload, tokens, config.UPLOAD_HTTP_URL);
  const consumer = startConsumer({
    broker,
    queue: 'central-portfolio.results',
    handlers: resultHandlers(
      (tx) => portfolioIn(transactions.clientOf(tx), tx, outbox),
      (item) => receiveItem(item, portfolio, source, store),
    ),
    transaction: (institutionId, work) => transactions.run(institutionId, work),
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
    checks: { database: () => prisma.$queryRaw`SELECT 1` },
  });
  log.info({ grpcPort: grpc.port, httpPort: health.port }, 'ready');
  return {
    parts: [
      { stop: () => prisma.$disconnect() },
      broker,
      relay,
      { stop: () => upload.close() },
      consumer,
      grpc,
      health,
    ],
    grpcPort: grpc.port,
    httpPort: health.port,
  };
}
