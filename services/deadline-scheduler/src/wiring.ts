import { prismaTransaction } from '@licheng/database';
import { Broker, Outbox, OutboxRelay } from '@licheng/messaging';
import {
  type Stoppable,
  TokenVerifier,
  createLogger,
  parseTrustedKeys,
  startGrpcServer,
  startHealthServer,
} from '@licheng/service-kit';
import { PrismaPg } from '@prisma/adapter-pg';
import { createReminderStore } from './adapters/prisma-reminder-store.ts';
import { createWindowStore } from './adapters/prisma-window-store.ts';
import { emitDueReminders } from './application/emit-due-reminders.ts';
import type { Config } from './config.ts';
import { startClock } from './entry/clock.ts';
import { calendarService } from './entry/grpc.ts';
import { PrismaClient } from './generated/prisma/client.ts';

const MAX_CONNECTIONS = 5;

export interface Running {
  parts: readonly Stoppable[];
  grpcPort: number;
  httpPort: number;
}

export async function start(config: Config): Promise<Running> {
  const log = createLogger(config.SERVICE_NAME, config.LOG_LEVEL);
  const prisma = new PrismaClient({
    adapter: new PrismaPg({
      connectionString: config.DATABASE_URL,
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: 3_000,
    }),
  });
  const broker = new Broker({ url: config.BROKER_URL, name: config.SERVICE_NAME, log });
  const relay = new OutboxRelay({
    broker,
    log,
    transaction: (work) => prismaTransaction(prisma, null, (_, tx) => work(tx)),
  });
  const outbox = new Outbox(config.SERVICE_NAME, relay.wake);
  const reminders = createReminderStore(prisma, outbox);
  broker.start();
  relay.start();
  const clock = startClock(() => emitDueReminders(reminders), log);
  const entry = { verifier: new TokenVerifier(parseTrustedKeys(config.TRUSTED_KEYS)), log };
  const grpc = await startGrpcServer({
    listen: config.GRPC_LISTEN,
    services: [calendarService(createWindowStore(prisma, outbox), entry)],
  });
  const health = await startHealthServer({
    listen: config.HTTP_LISTEN,
    checks: { database: () => prisma.$queryRaw`SELECT 1` },
  });
  log.info({ grpcPort: grpc.port, httpPort: health.port }, 'ready');
  return {
    parts: [{ stop: () => prisma.$disconnect() }, broker, relay, clock, grpc, health],
    grpcPort: grpc.port,
    httpPort: health.port,
  };
}
