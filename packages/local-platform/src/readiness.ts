import { connect as connectSocket } from 'node:net';
import { connect as connectBroker } from 'amqplib';
import pg from 'pg';
import type { Administrator } from './broker-definitions.ts';
import { isPortFree } from './ports.ts';
import { loopback } from './types.ts';

/** Each asks for real work, not only for an open port. */
export const readiness = { postgres, broker, redis, clamd };

async function postgres(port: number, user: string, password: string): Promise<boolean> {
  const client = new pg.Client({
    host: loopback,
    port,
    user,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    // A wrong password will not become right by waiting.
    if ((error as { code?: string }).code === '28P01') throw error;
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Logs in, so that it is true only once the definitions are imported. */
async function broker(port: number, { user, password }: Administrator): Promise<boolean> {
  if (await isPortFree(port)) return false;
  try {
    const url = `amqp://${user}:${encodeURIComponent(password)}@${loopback}:${port}/%2F`;
    const connection = await connectBroker(url, { timeout: 5_000 });
    await connection.close();
    return true;
  } catch {
    return false;
  }
}

function redis(port: number, password: string): Promise<boolean> {
  return talk(port, `AUTH ${password}\r\nPING\r\n`, (answer) => answer.includes('+PONG'));
}

function clamd(port: number): Promise<boolean> {
  return talk(port, 'zPING\0', (answer) => answer.startsWith('PONG'));
}

function talk(port: number, question: string, isRight: (answer: string) => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connectSocket({ port, host: loopback });
    const end = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(2_000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
    socket.once('connect', () => socket.write(question));
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      if (isRight(answer)) end(true);
    });
  });
}
