import { randomUUID } from 'node:crypto';
import { Database } from '@licheng/database';
import { createLogger } from '@licheng/service-kit';
import { type TestBroker, type TestDatabase, createBroker, createDatabase } from '@licheng/testing';
import { Broker, Outbox, OutboxRelay, type OutgoingEvent } from '../src/index.ts';

export const INSTITUTION = randomUUID();
export const log = createLogger('test', 'silent');

/** A database with outbox, inbox and a table of effects, and a broker of this file's own. */
export class House {
  readonly testDatabase: TestDatabase;
  readonly testBroker: TestBroker;
  readonly database: Database;

  private constructor(testDatabase: TestDatabase, testBroker: TestBroker) {
    this.testDatabase = testDatabase;
    this.testBroker = testBroker;
    this.database = new Database({ url: testDatabase.appUrl, applicationName: 'messaging-test' });
  }

  static async open(): Promise<House> {
    const migrationsDir = new URL('./migrations', import.meta.url);
    return new House(await createDatabase({ service: 'messaging', migrationsDir }), await createBroker());
  }

  broker(url = this.testBroker.url): Broker {
    const broker = new Broker({ url, name: 'test', log });
    broker.start();
    return broker;
  }

  relay(broker: Broker): OutboxRelay {
    const relay = new OutboxRelay({ broker, log, transaction: (work) => this.database.transaction(null, work) });
    relay.start();
    return relay;
  }

  async tell(events: OutgoingEvent[], wake: () => void = () => {}): Promise<void> {
    const outbox = new Outbox('test', wake);
    await this.database.transaction(INSTITUTION, (tx) => outbox.add(tx, events));
  }

  async unsent(): Promise<number> {
    const rows = await this.database.transaction(null, (tx) =>
      tx.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox_events WHERE sent_at IS NULL'),
    );
    return rows[0]?.n ?? -1;
  }

  async effects(): Promise<string[]> {
    const rows = await this.database.transaction(INSTITUTION, (tx) =>
      tx.query<{ note: string }>('SELECT note FROM effects ORDER BY n'),
    );
    return rows.map((row) => row.note);
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.testBroker.close();
    await this.testDatabase.drop();
  }
}

/** A fact that `upload.checks` hears; `note` travels as its rejection. */
export function rejected(subject: string, note: string): OutgoingEvent {
  return {
    type: 'media.rejected.v1',
    subject,
    data: { uploadId: subject, institutionId: INSTITUTION, ownerId: randomUUID(), rejection: note },
  };
}
