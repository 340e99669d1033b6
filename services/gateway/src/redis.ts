import { createClient } from '@redis/client';
import { LichengError } from '@licheng/portfolio-rules';
import { type Logger, backoffMs, withTimeout } from '@licheng/service-kit';

const COMMAND_TIMEOUT_MS = 2_000;
const RECONNECT_CAP_MS = 2_000;

function connect(url: string) {
  return createClient({
    url,
    // Whoever waits for a page is told that we are away rather than kept in a queue.
    disableOfflineQueue: true,
    pingInterval: 5_000,
    socket: {
      connectTimeout: 2_000,
      socketTimeout: 15_000,
      reconnectStrategy: (attempts: number) => 50 + backoffMs(attempts + 1, 100, RECONNECT_CAP_MS),
    },
  });
}

type Client = ReturnType<typeof connect>;

/** One connection to Redis that comes back by itself. */
export class Redis {
  readonly #client: Client;

  constructor(url: string, log: Logger) {
    this.#client = connect(url);
    let away = false;
    this.#client.on('error', (error: Error) => {
      if (!away) log.warn({ reason: error.message }, 'redis not reachable');
      away = true;
    });
    this.#client.on('ready', () => {
      away = false;
      log.info({}, 'redis connected');
    });
  }

  /** Connects in the background: the gateway starts and answers without Redis, with 503. */
  start(): void {
    this.#client.connect().catch(() => {});
  }

  /** @throws LichengError `service_unavailable` for any failure. */
  async run<T>(command: (client: Client) => Promise<T>): Promise<T> {
    if (!this.#client.isReady) throw new LichengError('service_unavailable');
    try {
      return await withTimeout(command(this.#client), COMMAND_TIMEOUT_MS, 'redis');
    } catch (cause) {
      throw new LichengError('service_unavailable', {}, { cause });
    }
  }

  async ping(): Promise<void> {
    await this.run((client) => client.ping());
  }

  stop(): void {
    this.#client.destroy();
  }
}
