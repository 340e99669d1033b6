import type { Transaction } from '@licheng/database';
import { currentTraceparent } from '@licheng/service-kit';
import { type OutgoingEvent, encodeEvent } from './cloud-event.ts';

/** Events commit with the state change they tell of; the relay sends them afterwards. */
export class Outbox {
  readonly #source: string;
  readonly #wake: () => void;

  /** @param wake called after a commit that holds events, so that the relay need not wait for its next poll. */
  constructor(source: string, wake: () => void) {
    this.#source = source;
    this.#wake = wake;
  }

  async add(tx: Transaction, events: readonly OutgoingEvent[]): Promise<void> {
    if (events.length === 0) return;
    const time = new Date();
    await tx.query(
      `INSERT INTO outbox_events (type, subject, payload)
       SELECT e.type, e.subject, e.payload
         FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS e(type, subject, payload, n) ORDER BY e.n`,
      [
        events.map((event) => event.type),
        events.map((event) => event.subject),
        events.map((event) => encodeEvent(this.#source, event, time, currentTraceparent())),
      ],
    );
    tx.afterCommit(this.#wake);
  }
}
