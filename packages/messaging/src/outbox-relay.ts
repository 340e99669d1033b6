import { SUBSCRIPTIONS } from '@licheng/contracts/subscriptions';
import type { Transaction } from '@licheng/database';
import { type Broker, UnroutableError } from './broker.ts';
import { EVENTS_EXCHANGE } from './topology.ts';

export interface OutboxRelayOptions {
  broker: Broker;
  /** Runs work in a transaction that belongs to no institution. */
  transaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  log: { error(details: object, message: string): void };
}

interface Row {
  seq: string;
  type: string;
  subject: string;
  payload: string;
}

/** Backstop for wake-ups that were lost: another replica's commit, a crash between commit and wake. */
const POLL_MS = 2_000;
const BATCH = 200;

/**
 * Takes the subjects whose oldest unsent event it can lock and all their unsent events. Another relay passes over a
 * locked oldest event and so over its whole subject: each subject keeps its order with any number of relays.
 */
const TAKE = `WITH heads AS (
    SELECT o.subject FROM outbox_events o
     WHERE o.sent_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM outbox_events e WHERE e.sent_at IS NULL AND e.subject = o.subject AND e.seq < o.seq)
     ORDER BY o.seq LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
  SELECT e.seq::text, e.type, e.subject, e.payload FROM outbox_events e
   WHERE e.sent_at IS NULL AND e.subject IN (SELECT subject FROM heads) ORDER BY e.seq LIMIT ${BATCH * 2}`;

const heardTypes: ReadonlySet<string> = new Set(Object.values(SUBSCRIPTIONS).flat());

/** Sends committed events with pipelined confirms and marks them only after the confirm; at least once, never none. */
export class OutboxRelay {
  readonly #options: OutboxRelayOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(options: OutboxRelayOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.broker.on('connected', () => this.wake());
    this.#timer = setInterval(() => this.wake(), POLL_MS);
    this.wake();
  }

  readonly wake = (): void => {
    this.#again = true;
    if (this.#running !== undefined || this.#stopped || !this.#options.broker.connected) return;
    this.#running = this.#drain().finally(() => {
      this.#running = undefined;
      if (this.#again && this.#options.broker.connected) setImmediate(this.wake);
    });
  };

  async #drain(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        if ((await this.#sendBatch()) >= BATCH) this.#again = true;
      } catch (error) {
        // The rows stay unsent; the next poll or reconnection takes them again.
        this.#options.log.error({ err: error }, 'outbox not sent');
        return;
      }
    }
  }

  #sendBatch(): Promise<number> {
    return this.#options.transaction(async (tx) => {
      const rows = await tx.query<Row>(TAKE);
      if (rows.length === 0) return 0;
      const results = await Promise.allSettled(rows.map((row) => this.#send(row)));
      const failed = new Set<string>();
      const sent: string[] = [];
      results.forEach((result, index) => {
        const row = rows[index];
        if (row === undefined) return;
        if (result.status === 'rejected') {
          failed.add(row.subject);
          const log = result.reason instanceof UnroutableError ? 'event has no queue yet' : 'event not confirmed';
          this.#options.log.error({ type: row.type, seq: row.seq }, log);
        } else if (!failed.has(row.subject)) sent.push(row.seq);
      });
      if (sent.length > 0)
        await tx.query('UPDATE outbox_events SET sent_at = now() WHERE seq = ANY($1::bigint[])', [sent]);
      return sent.length;
    });
  }

  #send(row: Row): Promise<void> {
    return this.#options.broker.publish(EVENTS_EXCHANGE, row.type, Buffer.from(row.payload), {
      messageId: row.seq,
      type: row.type,
      contentType: 'application/cloudevents+json',
      // A type somebody listens to must reach a queue; one that only open pages hear may find none.
      mandatory: heardTypes.has(row.type),
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }
}
