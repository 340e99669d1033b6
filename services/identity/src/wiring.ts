import { PrismaPg } from '@prisma/adapter-pg';
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
import { Argon2Passwords } from './adapters/argon2-passwords.ts';
import { PrismaInstitutions } from './adapters/prisma-institutions.ts';
import { PrismaPeople } from './adapters/prisma-people.ts';
import type { Config } from './config.ts';
import { identityService } from './entry/grpc.ts';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

const MAX_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 10_000;

function connect(config: Config): PrismaClient {
  const adapter = new PrismaPg({
    connectionString: config.DATABASE_URL,
    application_name: config.SERVICE_NAME,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
  });
  return new PrismaClient({ adapter });
}

export async function start(config: Config): Promise<{ parts: Stoppable[]; grpcPort: number; httpPort: number }> {
  const log = createLogger(config.SERVICE_NAME, config.LOG_LEVEL);
  const prisma = connect(config);
  const broker = new Broker({ url: config.BROKER_URL, name: config.SERVICE_NAME, log });
  const relay = new OutboxRelay({
    broker,
    log,
    transaction: (work) => prismaTransaction(prisma, null, (_: Prisma.TransactionClient, tx) => work(tx)),
  });
  const people = new PrismaPeople(prisma, new Outbox('identity', relay.wake), log);
  const institutions = new PrismaInstitutions(prisma);
  const passwords = await Argon2Passwords.create();
  const verifier = new TokenVerifier(parseTrustedKeys(config.TRUSTED_KEYS));
  const grpc = await startGrpcServer({
    listen: config.GRPC_LISTEN,
    services: [identityService({ verifier, log }, { people, institutions, passwords })],
  });
  const health = await startHealthServer({
    listen: config.HTTP_LISTEN,
    checks: { database: () => prisma.$queryRaw`SELECT 1` },
  });
  broker.start();
  relay.start();
  log.info({ grpcPort: grpc.port, httpPort: health.port }, 'started');
  const database: Stoppable = { stop: () => prisma.$disconnect() };
  return { parts: [database, broker, relay, people, grpc, health], grpcPort: grpc.port, httpPort: health.port };
}
