import { randomUUID } from 'node:crypto';
import { LichengError } from '@licheng/portfolio-rules';
import { waitUntil } from '@licheng/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Broker,
  type CloudEvent,
  type Consumer,
  EVENTS_EXCHANGE,
  deadLetters,
  encodeEvent,
  replayDeadLetters,
  startConsumer,
} from '../src/index.ts';
import { House, INSTITUTION, log, rejected } from './house.ts';

let house: House;
let broker: Broker;
let consumer: Consumer | undefined;
let faults: (() => void)[] = [];

beforeAll(async () => {
  house = await House.open();
  broker = house.broker();
});
afterEach(async () => {
  await consumer?.stop();
  consumer = undefined;
  faults = [];
});
afterAll(async () => {
  await broker.stop();
  await house.close();
});

/** Writes every rejection heard into the table of effects; `faults` are run first, one per delivery. */
function listen(): void {
  const note = async (
    event: CloudEvent<'media.rejected.v1'>,
    commit: (effect: Parameters<typeof house.database.transaction<void>>[1]) => Promise<void>,
  ) => {
    faults.shift()?.();
    await commit(async (tx) => {
      await tx.query('INSERT INTO effects (institution_id, subject, note) VALUES ($1, $2, $3)', [
        INSTITUTION,
        event.subject,
        event.data.rejection,
      ]);
    });
  };
  consumer = startConsumer({
    broker,
    queue: 'upload.checks',
    handlers: { 'media.rejected.v1': note, 'media.validated.v1': async () => {} },
    transaction: (institutionId, work) => house.database.transaction(institutionId, work),
    log,
  });
}

async function send(payload: string): Promise<void> {
  await house.testBroker.publish(EVENTS_EXCHANGE, 'media.rejected.v1', Buffer.from(payload));
}

const payloadOf = (note: string, subject: string = randomUUID()) =>
  encodeEvent('test', rejected(subject, note), new Date(), undefined);

describe('a consumer', () => {
  it('has one effect for a message that comes three times', async () => {
    listen();
    const subject = randomUUID();
    const payload = payloadOf('once', subject);
    for (let i = 0; i < 3; i += 1) await send(payload);
    // Of the same subject, so it is handled after all three.
    await send(payloadOf('after', subject));
    await waitUntil(async () => (await house.effects()).includes('after'), { what: 'the last message' });
    expect((await house.effects()).filter((note) => note === 'once')).toHaveLength(1);
  });

  it('handles a message again after a fault that passes', async () => {
    faults = [
      () => {
        throw new Error('a passing fault');
      },
    ];
    listen();
    await send(payloadOf('second try'));
    await waitUntil(async () => (await house.effects()).includes('second try'), { what: 'the second try' });
  });

  it('leaves a message it had begun to the next consumer when it dies before the acknowledgement', async () => {
    const dying = house.broker();
    const begun = new Promise<void>((resolve) => {
      startConsumer({
        broker: dying,
        queue: 'upload.checks',
        handlers: {
          'media.rejected.v1': () => {
            resolve();
            return new Promise(() => {});
          },
          'media.validated.v1': async () => {},
        },
        transaction: (institutionId, work) => house.database.transaction(institutionId, work),
        log,
      });
    });
    await send(payloadOf('survivor'));
    await begun;
    await dying.stop();
    listen();
    await waitUntil(async () => (await house.effects()).includes('survivor'), { what: 'the redelivery' });
  });

  it('sets aside what is no event, with the reason, and goes on', async () => {
    listen();
    await send('{"not":"an event"}');
    await send(payloadOf('next'));
    await waitUntil(async () => (await house.effects()).includes('next'), { what: 'the next message' });
    const letters = await waitUntil(
      async () => {
        const found = await deadLetters(house.testBroker.url, 'upload.checks');
        return found.length > 0 ? found : null;
      },
      { what: 'a dead letter' },
    );
    expect(letters).toEqual([{ reason: 'not a CloudEvent', content: '{"not":"an event"}' }]);
    expect(await replayDeadLetters(house.testBroker.url, 'upload.checks')).toBe(1);
  });

  it('lets a message wait as long as what it needs is away', async () => {
    let away = true;
    let tries = 0;
    faults = Array.from({ length: 100 }, () => () => {
      if (!away) return;
      tries += 1;
      throw new LichengError('service_unavailable');
    });
    listen();
    await send(payloadOf('patient'));
    await waitUntil(() => tries >= 2, { what: 'two tries' });
    away = false;
    await waitUntil(async () => (await house.effects()).includes('patient'), { what: 'the message at last' });
  });

  it('keeps the order of one subject', async () => {
    listen();
    const subject = randomUUID();
    for (let n = 0; n < 30; n += 1) await send(payloadOf(`ordered ${n}`, subject));
    const ordered = async () => (await house.effects()).filter((note) => note.startsWith('ordered'));
    await waitUntil(async () => (await ordered()).length === 30, { what: 'thirty effects' });
    expect(await ordered()).toEqual(Array.from({ length: 30 }, (_, n) => `ordered ${n}`));
  });
});
