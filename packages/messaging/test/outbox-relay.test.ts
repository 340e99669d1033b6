import { randomUUID } from 'node:crypto';
import { waitUntil } from '@licheng/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeEvent, type MediaRejectedEvent } from './decode.ts';
import { House, INSTITUTION, rejected } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

async function takeNotes(count: number): Promise<MediaRejectedEvent[]> {
  const events: MediaRejectedEvent[] = [];
  await waitUntil(
    async () => {
      for (;;) {
        const message = await house.testBroker.take('upload.checks');
        if (message === null) return events.length >= count;
        events.push(decodeEvent(message.content));
      }
    },
    { what: `${count} messages`, timeoutMs: 40_000 },
  );
  return events;
}

describe('the outbox', () => {
  it('sends a committed event as a CloudEvent and marks it', async () => {
    const broker = house.broker();
    const relay = house.relay(broker);
    const subject = randomUUID();
    await house.tell([rejected(subject, 'one')], relay.wake);
    const [event] = await takeNotes(1);
    expect(event).toMatchObject({ source: '/licheng/test', type: 'media.rejected.v1', subject });
    expect(event?.data).toMatchObject({ institutionId: INSTITUTION, rejection: 'one' });
    await waitUntil(async () => (await house.unsent()) === 0, { what: 'the event to be marked' });
    await relay.stop();
    await broker.stop();
  });

  it('sends nothing of a transaction that was rolled back', async () => {
    const refused = house.database.transaction(INSTITUTION, async (tx) => {
      await tx.query(`INSERT INTO outbox_events (type, subject, payload) VALUES ('media.rejected.v1', 'x', '{}')`);
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    expect(await house.unsent()).toBe(0);
  });

  it('keeps events while the broker is away and sends them when it is back', async () => {
    const away = house.broker('amqp://127.0.0.1:1');
    const idle = house.relay(away);
    await house.tell([rejected(randomUUID(), 'kept')], idle.wake);
    expect(await house.unsent()).toBe(1);
    await idle.stop();
    await away.stop();
    const broker = house.broker();
    const relay = house.relay(broker);
    expect((await takeNotes(1))[0]?.data.rejection).toBe('kept');
    await relay.stop();
    await broker.stop();
  });

  it('keeps the order of each subject with three relays at work, and sends everything', async () => {
    const subjects = Array.from({ length: 20 }, () => randomUUID());
    const brokers = [house.broker(), house.broker(), house.broker()];
    const relays = brokers.map((broker) => house.relay(broker));
    const wakeAll = () => relays.forEach((relay) => relay.wake());
    for (let n = 0; n < 10; n += 1) {
      await house.tell(
        subjects.map((subject) => rejected(subject, String(n))),
        wakeAll,
      );
    }
    const events = await takeNotes(200);
    for (const subject of subjects) {
      const notes = events.filter((event) => event.subject === subject).map((event) => event.data.rejection);
      expect(notes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    }
    await waitUntil(async () => (await house.unsent()) === 0, { what: 'everything to be marked' });
    for (const part of [...relays, ...brokers]) await part.stop();
  });
});
