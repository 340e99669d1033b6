import { Database } from '@licheng/database';
import { Broker, startConsumer } from '@licheng/messaging';
import {
  type Stoppable,
  TokenVerifier,
  createLogger,
  parseTrustedKeys,
  startGrpcServer,
  startHealthServer,
} from '@licheng/service-kit';
import type { Config } from './config.ts';
import { factHandlers } from './events.ts';
import { notificationService } from './grpc.ts';

const MAX_CONNECTIONS = 5;

export interface Running {
  parts: readonly Stoppable[];
  grpcPort: number;
  httpPort: number;
}

export async function start(config: Config): Promise<Running> {
  const name = config.SERVICE_NAME;
  const log = createLogger(name, config.LOG_LEVEL);
  const database = new Database({ url: config.DATABASE_URL, applicationName: name, maxConnections: MAX_CONNECTIONS });
  const broker = new Broker({ url: config.BROKER_URL, name, log });
  const consumer = startConsumer({
    broker,
    queue: 'notification.facts',
    handlers: factHandlers,
    transaction: (institutionId, work) => database.transaction(institutionId, work),
    log,
  });
  broker.start();
  const entry = { verifier: new TokenVerifier(parseTrustedKeys(config.TRUSTED_KEYS)), log };
  const grpc = await startGrpcServer({ listen: config.GRPC_LISTEN, services: [notificationService(database, entry)] });
  const health = await startHealthServer({
    listen: config.HTTP_LISTEN,
    checks: { database: () => database.ping() },
  });
  log.info({ grpcPort: grpc.port, httpPort: health.port }, 'ready');
  return {
    parts: [{ stop: () => database.close() }, broker, consumer, grpc, health],
    grpcPort: grpc.port,
    httpPort: health.port,
  };
}
