import { Broker, startConsumer } from '@licheng/messaging';
import {
  type Stoppable,
  TokenVerifier,
  createLogger,
  parseTrustedKeys,
  startGrpcServer,
  startHealthServer,
} from '@licheng/service-kit';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Config } from './config.ts';
import { factHandlers } from './events.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { notificationService } from './grpc.ts';
import { PrismaTransactions } from './prisma-transactions.ts';

const MAX_CONNECTIONS = 5;

export interface Running {
  parts: readonly Stoppable[];
  grpcPort: number;
  httpPort: number;
}

export async function start(config: Config): Promise<Running> {
  const name = config.SERVICE_NAME;
  const log = createLogger(name, config.LOG_LEVEL);
  const prisma = new PrismaClient({
    adapter: new PrismaPg({
      connectionString: config.DATABASE_URL,
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: 3_000,
    }),
  });
  const transactions = new PrismaTransactions(prisma);
  const broker = new Broker({ url: config.BROKER_URL, name, log });
  const consumer = startConsumer({
    broker,
    queue: 'notification.facts',
    handlers: factHandlers((tx) => transactions.clientOf(tx)),
    transaction: (institutionId, work) => transactions.run(institutionId, work),
    log,
  });
  broker.start();
  const entry = { verifier: new TokenVerifier(parseTrustedKeys(config.TRUSTED_KEYS)), log };
  const grpc = await startGrpcServer({ listen: config.GRPC_LISTEN, services: [notificationService(prisma, entry)] });
  const health = await startHealthServer({
    listen: config.HTTP_LISTEN,
    checks: { database: () => prisma.$queryRaw`SELECT 1` },
  });
  log.info({ grpcPort: grpc.port, httpPort: health.port }, 'ready');
  return {
    parts: [{ stop: () => prisma.$disconnect() }, broker, consumer, grpc, health],
    grpcPort: grpc.port,
    httpPort: health.port,
  };
}
