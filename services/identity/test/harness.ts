import { randomUUID } from 'node:crypto';
import { IdentityServiceClient } from '@licheng/contracts/identity';
import type { Role } from '@licheng/portfolio-rules';
import { type Peer, TokenSigner, peer } from '@licheng/service-kit';
import {
  type TestBroker,
  type TestDatabase,
  createBroker,
  createDatabase,
  testKeys,
  type Gate,
  gateTo,
} from '@licheng/testing';
import { start } from '../src/wiring.ts';

export interface Harness {
  identity: Peer<IdentityServiceClient>;
  database: TestDatabase;
  /** Between the service and its database. */
  databaseGate: Gate;
  broker: TestBroker;
  httpPort: number;
  gatewayToken: string;
  personToken(role: Role, institutionId: string, personId?: string): Promise<string>;
  stop(): Promise<void>;
}

/** The whole service in this process, with a real database and broker of its own. */
export async function startIdentity(): Promise<Harness> {
  const keys = testKeys();
  const database = await createDatabase({
    service: 'identity',
    migrationsDir: new URL('../prisma/migrations', import.meta.url),
  });
  const databaseGate = await gateTo(database.appUrl);
  const broker = await createBroker();
  const listen = { host: '127.0.0.1', port: 0 };
  const service = await start({
    SERVICE_NAME: 'identity',
    LOG_LEVEL: 'silent',
    GRPC_LISTEN: listen,
    HTTP_LISTEN: listen,
    SIGNING_KEY: keys.signingKey.identity,
    TRUSTED_KEYS: keys.trustedKeys,
    DATABASE_URL: databaseGate.url,
    BROKER_URL: broker.url,
  });
  const identity = peer(IdentityServiceClient, `127.0.0.1:${service.grpcPort}`);
  const gateway = new TokenSigner('gateway', keys.signingKey.gateway);
  return {
    identity,
    database,
    databaseGate,
    broker,
    httpPort: service.httpPort,
    gatewayToken: await gateway.forSelf(600),
    personToken: (role, institutionId, personId = randomUUID()) =>
      gateway.forPerson({ personId, institutionId, role, name: '某人' }, 600),
    async stop() {
      identity.close();
      for (const part of service.parts.toReversed()) await part.stop();
      await databaseGate.shut();
      await broker.close();
      await database.drop();
    },
  };
}
