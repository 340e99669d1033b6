import { connect } from 'amqplib';
import { SUBSCRIPTIONS } from '@licheng/contracts/subscriptions';

export const EVENTS_EXCHANGE = 'licheng.events';
export const DEAD_EXCHANGE = 'licheng.dead';

/** How long a message that failed for a passing reason waits before it comes back. */
const RETRY_DELAY_MS = 2_000;
/** Redeliveries after crashes; each of ours acknowledges or moves a message, so reaching this means it kills consumers. */
const DELIVERY_LIMIT = 20;

export const retryQueue = (queue: string) => `${queue}.retry`;
export const deadQueue = (queue: string) => `${queue}.dead`;

/**
 * Declares exchange, queues, dead-letter and retry queues of every subscription. Run before services start, with rights
 * they do not have; repeating it changes nothing.
 */
export async function applyTopology(adminUrl: string): Promise<void> {
  const connection = await connect(adminUrl);
  try {
    const channel = await connection.createChannel();
    await channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
    await channel.assertExchange(DEAD_EXCHANGE, 'direct', { durable: true });
    for (const [queue, types] of Object.entries(SUBSCRIPTIONS)) {
      await channel.assertQueue(queue, {
        durable: true,
        arguments: {
          'x-queue-type': 'quorum',
          'x-delivery-limit': DELIVERY_LIMIT,
          'x-dead-letter-exchange': DEAD_EXCHANGE,
          'x-dead-letter-routing-key': queue,
          'x-dead-letter-strategy': 'at-least-once',
          'x-overflow': 'reject-publish',
        },
      });
      await channel.assertQueue(retryQueue(queue), {
        durable: true,
        arguments: {
          'x-queue-type': 'quorum',
          'x-message-ttl': RETRY_DELAY_MS,
          'x-dead-letter-exchange': '',
          'x-dead-letter-routing-key': queue,
          'x-dead-letter-strategy': 'at-least-once',
          'x-overflow': 'reject-publish',
        },
      });
      await channel.assertQueue(deadQueue(queue), { durable: true, arguments: { 'x-queue-type': 'quorum' } });
      await channel.bindQueue(deadQueue(queue), DEAD_EXCHANGE, queue);
      for (const type of types) await channel.bindQueue(queue, EVENTS_EXCHANGE, type);
    }
    await channel.close();
  } finally {
    await connection.close();
  }
}
