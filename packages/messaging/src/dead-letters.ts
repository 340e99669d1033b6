import { connect } from 'amqplib';
import type { QueueName } from '@licheng/contracts/subscriptions';
import { deadQueue } from './topology.ts';

export interface DeadLetter {
  reason: string;
  content: string;
}

/** The dead letters of one queue, oldest first; they stay where they are. */
export async function deadLetters(adminUrl: string, queue: QueueName, limit = 100): Promise<DeadLetter[]> {
  const connection = await connect(adminUrl);
  try {
    const channel = await connection.createChannel();
    const letters: DeadLetter[] = [];
    for (let i = 0; i < limit; i += 1) {
      const message = await channel.get(deadQueue(queue));
      if (message === false) break;
      const headers = message.properties.headers ?? {};
      letters.push({
        reason: String(headers['x-licheng-reason'] ?? headers['x-first-death-reason'] ?? 'unknown'),
        content: message.content.toString('utf8'),
      });
    }
    // Closing the channel without acknowledging puts every message back.
    await channel.close();
    return letters;
  } finally {
    await connection.close();
  }
}

/** Sends every dead letter of a queue back to it, as if for the first time. @returns how many. */
export async function replayDeadLetters(adminUrl: string, queue: QueueName): Promise<number> {
  const connection = await connect(adminUrl);
  try {
    const channel = await connection.createConfirmChannel();
    const { messageCount } = await channel.checkQueue(deadQueue(queue));
    let replayed = 0;
    for (; replayed < messageCount; replayed += 1) {
      const message = await channel.get(deadQueue(queue));
      if (message === false) break;
      channel.sendToQueue(queue, message.content, { persistent: true, contentType: 'application/cloudevents+json' });
      await channel.waitForConfirms();
      channel.ack(message);
    }
    await channel.close();
    return replayed;
  } finally {
    await connection.close();
  }
}
