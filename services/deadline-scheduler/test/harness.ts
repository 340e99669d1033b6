import { randomUUID } from 'node:crypto';
import { CalendarServiceClient } from '@licheng/contracts/calendar';
import { Database } from '@licheng/database';
import { type CloudEvent, decodeEvent } from '@licheng/messaging';
import type { Role } from '@licheng/portfolio-rules';
import { type Peer, TokenSigner, peer } from '@licheng/service-kit';
import { type TestBroker, createBroker, createDatabase, testKeys } from '@licheng/testing';
import type { Config } from '../src/config.ts';
import { type Running, start } from '../src/wiring.ts';

export interface Harness {
  broker: TestBroker;
  /** Sees all rows, for arranging and looking. */
  owner: Database;
  /** Sees what the service sees. */
  app: Database;
  calendar: Peer<CalendarServiceClient>;
  httpUrl: string;
  /** One more of the same service, with some of its configuration changed. */
  startReplica(change?: Partial<Config>): Promise<Running>;
  tokenFor(person: { role: Role; institutionId: string }): Promise<string>;
  /** Takes every message that has reached a queue. */
  drain(queue: string): Promise<CloudEvent[]>;
  close(): Promise<void>;
}

async function stopAll(running: Running): Promise<void> {
  for (const part of running.parts.toReversed()) await part.stop();
}

export async function createHarness(): Promise<Harness> {
  const database = await createDatabase({
    service: 'deadline-scheduler',
    migrationsDir: new URL('../prisma/migrations', import.meta.url),
  });
  const broker = await createBroker();
  const keys = testKeys();
  const anyPort = { host: '127.0.0.1', port: 0 };
  const config: Config = {
    SERVICE_NAME: 'deadline-scheduler',
    LOG_LEVEL: 'silent',
    HTTP_LISTEN: anyPort,
    GRPC_LISTEN: anyPort,
    SIGNING_KEY: keys.signingKey['deadline-scheduler'],
    TRUSTED_KEYS: keys.trustedKeys,
    DATABASE_URL: database.appUrl,
    BROKER_URL: broker.url,
  };
  const first = await start(config);
  const replicas = [first];
  const calendar = peer(CalendarServiceClient, `127.0.0.1:${first.grpcPort}`);
  const owner = new Database({ url: database.ownerUrl, applicationName: 'test' });
  const app = new Database({ url: database.appUrl, applicationName: 'test' });
  const gateway = new TokenSigner('gateway', keys.signingKey.gateway);
  return {
    broker,
    owner,
    app,
    calendar,
    httpUrl: `http://127.0.0.1:${first.httpPort}`,
    async startReplica(change = {}) {
      const replica = await start({ ...config, ...change });
      replicas.push(replica);
      return replica;
    },
    tokenFor: ({ role, institutionId }) =>
      gateway.forPerson({ personId: randomUUID(), name: '辦理者', role, institutionId }, 600),
    async drain(queue) {
      const events: CloudEvent[] = [];
      for (;;) {
        const message = await broker.take(queue);
        if (message === null) return events;
        events.push(decodeEvent(message.content));
      }
    },
    async close() {
      calendar.close();
      for (const replica of replicas.toReversed()) await stopAll(replica);
      await owner.close();
      await app.close();
      await broker.close();
      await database.drop();
    },
  };
}
