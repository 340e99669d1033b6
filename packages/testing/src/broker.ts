import { applyTopology } from '@licheng/messaging';
import { type Channel, type ChannelModel, connect, type Options } from 'amqplib';
import { lease } from './leases.ts';
import { testPlatform } from './test-platform.ts';
import { vhostPoolSize } from './vhost-pool.ts';

export interface TakenMessage {
  content: Buffer;
  headers: Record<string, unknown>;
  routingKey: string;
  messageId: string | undefined;
}

export interface TestBroker {
  /** amqp:// URL of a virtual host of this test file's own, with the topology in place. */
  url: string;
  vhost: string;
  /** Messages ready in a queue, asked from the queue itself: the listed counts lag behind for quorum queues. */
  depth(queue: string): Promise<number>;
  /** The next message, acknowledged; `null` when there is none. */
  take(queue: string): Promise<TakenMessage | null>;
  /** Resolves when the broker has confirmed it. */
  publish(exchange: string, routingKey: string, content: Buffer, options?: Options.Publish): Promise<void>;
  close(): Promise<void>;
}

export async function createBroker(options: { topology?: boolean } = {}): Promise<TestBroker> {
  const { broker, leasesDir } = await testPlatform();
  // Never given back: a used virtual host keeps its queues.
  const vhost = `t${lease(leasesDir, 'vhost', vhostPoolSize).number}`;
  const url = broker.adminUrl.replace(/%2F$/, vhost);
  if (options.topology !== false) await applyTopology(url);
  const connection: ChannelModel = await connect(url);
  // One channel per question: the broker closes the channel on which a missing queue was asked for.
  const ask = async <Answer>(question: (channel: Channel) => Promise<Answer>): Promise<Answer> => {
    const channel = await connection.createChannel();
    channel.on('error', () => {});
    try {
      return await question(channel);
    } finally {
      await channel.close().catch(() => {});
    }
  };
  return {
    url,
    vhost,
    depth: (queue) => ask(async (channel) => (await channel.checkQueue(queue)).messageCount),
    take: (queue) =>
      ask(async (channel) => {
        const message = await channel.get(queue);
        if (!message) return null;
        channel.ack(message);
        return {
          content: message.content,
          headers: { ...message.properties.headers },
          routingKey: message.fields.routingKey,
          messageId: message.properties.messageId as string | undefined,
        };
      }),
    async publish(exchange, routingKey, content, publishOptions) {
      const channel = await connection.createConfirmChannel();
      try {
        channel.publish(exchange, routingKey, content, { persistent: true, ...publishOptions });
        await channel.waitForConfirms();
      } finally {
        await channel.close().catch(() => {});
      }
    },
    close: () => connection.close(),
  };
}
