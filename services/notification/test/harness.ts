import { randomUUID } from 'node:crypto';
import type { EventData } from '@licheng/contracts/events';
import { NotificationServiceClient } from '@licheng/contracts/notification';
import { Database } from '@licheng/database';
import { EVENTS_EXCHANGE, type OutgoingEvent, decodeEvent, encodeEvent } from '@licheng/messaging';
import { type Peer, TokenSigner, peer } from '@licheng/service-kit';
import { createBroker, createDatabase, testKeys, waitUntil } from '@licheng/testing';
import type { Config } from '../src/config.ts';
import { start } from '../src/wiring.ts';

export interface Student {
  personId: string;
  institutionId: string;
  token: string;
}

export interface Harness {
  owner: Database;
  app: Database;
  notification: Peer<NotificationServiceClient>;
  httpUrl: string;
  student(institutionId?: string): Promise<Student>;
  /** Sends an event. @returns its id. */
  send(event: OutgoingEvent, at?: Date, times?: number): Promise<string>;
  /** Sends an event, `times` times the very same one, and waits until the service has handled it. */
  publish(event: OutgoingEvent, at?: Date, times?: number): Promise<void>;
  /** Events that could not be handled and wait for another try. */
  waitingForRetry(): Promise<number>;
  close(): Promise<void>;
}

export async function createHarness(): Promise<Harness> {
  const database = await createDatabase({
    service: 'notification',
    migrationsDir: new URL('../prisma/migrations', import.meta.url),
  });
  const broker = await createBroker();
  const keys = testKeys();
  const anyPort = { host: '127.0.0.1', port: 0 };
  const config: Config = {
    SERVICE_NAME: 'notification',
    LOG_LEVEL: 'silent',
    HTTP_LISTEN: anyPort,
    GRPC_LISTEN: anyPort,
    SIGNING_KEY: keys.signingKey.notification,
    TRUSTED_KEYS: keys.trustedKeys,
    DATABASE_URL: database.appUrl,
    BROKER_URL: broker.url,
  };
  const service = await start(config);
  const notification = peer(NotificationServiceClient, `127.0.0.1:${service.grpcPort}`);
  const owner = new Database({ url: database.ownerUrl, applicationName: 'test' });
  const app = new Database({ url: database.appUrl, applicationName: 'test' });
  const gateway = new TokenSigner('gateway', keys.signingKey.gateway);
  const send: Harness['send'] = async (event, at = new Date(), times = 1) => {
    const content = Buffer.from(encodeEvent('test', event, at, undefined));
    for (let n = 0; n < times; n += 1) await broker.publish(EVENTS_EXCHANGE, event.type, content);
    return decodeEvent(content).id;
  };
  return {
    owner,
    app,
    send,
    notification,
    httpUrl: `http://127.0.0.1:${service.httpPort}`,
    async student(institutionId = randomUUID()) {
      const personId = randomUUID();
      const person = { personId, institutionId, role: 'student' as const, name: '學生1' };
      return { personId, institutionId, token: await gateway.forPerson(person, 600) };
    },
    async publish(event, at, times) {
      const id = await send(event, at, times);
      await waitUntil(
        async () => {
          const rows = await owner.transaction(null, (tx) =>
            tx.query('SELECT 1 FROM inbox_messages WHERE message_id = $1', [id]),
          );
          return rows.length > 0;
        },
        { what: `${event.type} to be handled` },
      );
    },
    waitingForRetry: () => broker.depth('notification.facts.retry'),
    async close() {
      notification.close();
      for (const part of service.parts.toReversed()) await part.stop();
      await owner.close();
      await app.close();
      await broker.close();
      await database.drop();
    },
  };
}

export function changeOf(student: Student, change: string): EventData<'outcome.changed.v1'> {
  return {
    outcomeId: randomUUID(),
    courseId: randomUUID(),
    institutionId: student.institutionId,
    studentId: student.personId,
    change,
    status: 'certified',
    subject: '英文(三)',
  };
}
