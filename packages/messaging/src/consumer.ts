import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { SUBSCRIPTIONS, type QueueName } from '@licheng/contracts/subscriptions';
import { type Transaction, isUnavailable } from '@licheng/database';
import { LichengError } from '@licheng/portfolio-rules';
import { withTrace } from '@licheng/service-kit';
import type { Broker } from './broker.ts';
import { type CloudEvent, decodeEvent } from './cloud-event.ts';
import { DEAD_EXCHANGE, retryQueue } from './topology.ts';

/** Runs the effect and remembers the message id in one transaction; a message handled before has no effect again. */
type Commit = (effect: (tx: Transaction) => Promise<void>) => Promise<void>;

/**
 * One handler per event type of the queue. It may work as long as it needs (files, scanners) and then calls `commit` once
 * with what changes in the database; returning without it means there was nothing to change.
 */
export type EventHandlers<Q extends QueueName> = {
  [T in (typeof SUBSCRIPTIONS)[Q][number]]: (event: CloudEvent<T>, commit: Commit) => Promise<void>;
};

export interface ConsumerOptions<Q extends QueueName> {
  broker: Broker;
  queue: Q;
  handlers: EventHandlers<Q>;
  /** Runs work in a transaction of the institution the event belongs to. */
  transaction: (institutionId: string, work: (tx: Transaction) => Promise<void>) => Promise<void>;
  log: Record<'debug' | 'warn' | 'error', (details: object, message: string) => void>;
  prefetch?: number;
}

export interface Consumer {
  stop(): Promise<void>;
}

const MAX_ATTEMPTS = 8;
const ATTEMPT_HEADER = 'x-licheng-attempt';
const REASON_HEADER = 'x-licheng-reason';

/** Something the message needs is away; it waits as long as that takes. */
function isWaiting(error: unknown): boolean {
  return (error instanceof LichengError && error.code === 'service_unavailable') || isUnavailable(error);
}

/** Consumes one durable queue: acknowledges after the commit, retries later what may pass, sets aside what cannot. */
export function startConsumer<Q extends QueueName>(options: ConsumerOptions<Q>): Consumer {
  const { broker, queue, log } = options;
  const handlers = options.handlers as unknown as Record<string, (event: CloudEvent, commit: Commit) => Promise<void>>;
  const working = new Set<Promise<void>>();
  const lastOfSubject = new Map<string, Promise<void>>();
  let channel: Channel | undefined;
  let consumerTag = '';
  let stopped = false;

  async function handle(event: CloudEvent): Promise<void> {
    const handler = handlers[event.type];
    if (handler === undefined) throw new Error(`${queue} has no handler for ${event.type}`);
    const { institutionId } = event.data;
    const commit: Commit = (effect) =>
      options.transaction(institutionId, async (tx) => {
        const first = await tx.query(
          'INSERT INTO inbox_messages (consumer, message_id) VALUES ($1, $2::uuid) ON CONFLICT DO NOTHING RETURNING 1 AS first',
          [queue, event.id],
        );
        if (first.length > 0) await effect(tx);
      });
    await withTrace(event.traceparent, () => handler(event, commit));
  }

  async function setAside(message: ConsumeMessage, exchange: string, key: string, headers: object): Promise<void> {
    await broker.publish(exchange, key, message.content, {
      messageId: `${queue}:${message.fields.deliveryTag}`,
      mandatory: true,
      contentType: 'application/cloudevents+json',
      headers: { ...message.properties.headers, ...headers },
    });
  }

  async function process(on: Channel, message: ConsumeMessage, event: CloudEvent): Promise<void> {
    const startedAt = performance.now();
    const attempt = Number(message.properties.headers?.[ATTEMPT_HEADER] ?? 0);
    try {
      await handle(event);
      log.debug(
        { queue, type: event.type, id: event.id, durationMs: Math.round(performance.now() - startedAt) },
        'handled',
      );
    } catch (error) {
      const reason = error instanceof LichengError ? error.code : error instanceof Error ? error.message : 'unknown';
      log.warn({ queue, type: event.type, id: event.id, attempt, reason }, 'not handled');
      if (isWaiting(error)) await setAside(message, '', retryQueue(queue), {});
      else if (attempt + 1 < MAX_ATTEMPTS)
        await setAside(message, '', retryQueue(queue), { [ATTEMPT_HEADER]: attempt + 1 });
      else await setAside(message, DEAD_EXCHANGE, queue, { [REASON_HEADER]: reason.slice(0, 500) });
    }
    on.ack(message);
  }

  function receive(on: Channel, message: ConsumeMessage): void {
    let event: CloudEvent;
    try {
      event = decodeEvent(message.content);
    } catch (error) {
      const reason = (error as Error).message;
      log.error({ queue, reason }, 'not a message for us');
      void setAside(message, DEAD_EXCHANGE, queue, { [REASON_HEADER]: reason.slice(0, 500) })
        .then(() => on.ack(message))
        .catch(() => {});
      return;
    }
    // Events about one subject are handled one after the other, others side by side.
    const before = lastOfSubject.get(event.subject) ?? Promise.resolve();
    const work = before
      .then(() => process(on, message, event))
      .catch(() => {
        // The broker is gone: the message comes again with the next connection.
      });
    lastOfSubject.set(event.subject, work);
    working.add(work);
    void work.then(() => {
      working.delete(work);
      if (lastOfSubject.get(event.subject) === work) lastOfSubject.delete(event.subject);
    });
  }

  async function consume(connection: ChannelModel): Promise<void> {
    if (stopped) return;
    try {
      const on = await connection.createChannel();
      on.on('error', () => {});
      on.once('close', () => {
        if (channel === on) channel = undefined;
        // A queue that is missing or was taken away closes only this channel: ask again on the same connection.
        if (!stopped && broker.connection === connection) setTimeout(() => void consume(connection), 1_000).unref();
      });
      await on.prefetch(options.prefetch ?? 16);
      channel = on;
      ({ consumerTag } = await on.consume(queue, (message) => {
        if (message !== null) receive(on, message);
      }));
    } catch (error) {
      log.warn({ queue, reason: (error as Error).message }, 'cannot consume yet');
    }
  }

  const onConnected = (connection: ChannelModel) => void consume(connection);
  broker.on('connected', onConnected);
  if (broker.connection !== undefined) onConnected(broker.connection);

  return {
    async stop() {
      stopped = true;
      broker.off('connected', onConnected);
      await channel?.cancel(consumerTag).catch(() => {});
      await Promise.allSettled(working);
      await channel?.close().catch(() => {});
    },
  };
}
