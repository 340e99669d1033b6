import { randomUUID } from 'node:crypto';
import type { ChannelModel } from 'amqplib';
import type { EventType } from '@licheng/contracts/events';
import type { Broker } from './broker.ts';
import { type CloudEvent, decodeEvent } from './cloud-event.ts';
import { EVENTS_EXCHANGE } from './topology.ts';

/**
 * Hears events from now on through a queue that lives as long as this connection. Nothing is kept while away:
 * `onConnected` tells the caller to look at the truth again.
 */
export function subscribeLive(options: {
  broker: Broker;
  consumer: string;
  types: readonly EventType[];
  onEvent: (event: CloudEvent) => void;
  onConnected: () => void;
}): void {
  const listen = async (connection: ChannelModel) => {
    const channel = await connection.createChannel();
    channel.on('error', () => {});
    const queue = `${options.consumer}.live.${randomUUID()}`;
    await channel.assertQueue(queue, { exclusive: true, autoDelete: true, durable: false });
    for (const type of options.types) await channel.bindQueue(queue, EVENTS_EXCHANGE, type);
    await channel.consume(
      queue,
      (message) => {
        if (message === null) return;
        try {
          options.onEvent(decodeEvent(message.content));
        } catch {
          // A hint nobody understands is no loss: pages fetch the truth from the API.
        }
      },
      { noAck: true },
    );
    options.onConnected();
  };
  const onConnected = (connection: ChannelModel) => void listen(connection).catch(() => {});
  options.broker.on('connected', onConnected);
  if (options.broker.connection !== undefined) onConnected(options.broker.connection);
}
