import { EventEmitter } from 'node:events';
import { type ChannelModel, type ConfirmChannel, type Options, connect } from 'amqplib';
import { LichengError } from '@licheng/portfolio-rules';

export interface BrokerOptions {
  /** amqp:// URL of the service's own user. */
  url: string;
  /** Shown in the broker's list of connections. */
  name: string;
  log: { warn(details: object, message: string): void; info(details: object, message: string): void };
}

/** No queue was bound for the message: the topology is not there (yet). */
export class UnroutableError extends Error {}

const RECONNECT_CAP_MS = 3_000;
const HEARTBEAT_SECONDS = 10;

/**
 * One connection that comes back by itself. Emits `connected` with each new connection; whoever consumes sets itself up
 * again then. Publishing while away fails at once: the outbox keeps what could not be sent.
 */
export class Broker extends EventEmitter<{ connected: [ChannelModel] }> {
  readonly #options: BrokerOptions;
  #connection: ChannelModel | undefined;
  #publisher: ConfirmChannel | undefined;
  #returned = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #attempt = 0;
  #closed = false;

  constructor(options: BrokerOptions) {
    super();
    this.#options = options;
    this.setMaxListeners(50);
  }

  get connected(): boolean {
    return this.#publisher !== undefined;
  }

  /** The current connection, for a consumer that starts after it was made. */
  get connection(): ChannelModel | undefined {
    return this.#publisher === undefined ? undefined : this.#connection;
  }

  /** Starts connecting in the background: a service starts and serves without its broker. */
  start(): void {
    void this.#connect();
  }

  async #connect(): Promise<void> {
    if (this.#closed) return;
    try {
      const url = new URL(this.#options.url);
      url.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
      const connection = await connect(url.href, {
        timeout: 5_000,
        clientProperties: { connection_name: this.#options.name },
      });
      connection.on('error', () => {});
      connection.once('close', () => this.#lost(connection));
      this.#connection = connection;
      const publisher = await connection.createConfirmChannel();
      publisher.on('error', () => {});
      publisher.once('close', () => {
        this.#publisher = undefined;
        if (this.#connection === connection && !this.#closed) void connection.close().catch(() => {});
      });
      publisher.on('return', (message) => this.#returned.add(String(message.properties.messageId)));
      this.#publisher = publisher;
      this.#attempt = 0;
      this.#options.log.info({}, 'broker connected');
      this.emit('connected', connection);
    } catch (error) {
      this.#options.log.warn({ reason: (error as Error).message }, 'broker not reachable');
      await this.#connection?.close().catch(() => {});
      this.#retry();
    }
  }

  #lost(connection: ChannelModel): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    this.#publisher = undefined;
    if (this.#closed) return;
    this.#options.log.warn({}, 'broker connection lost');
    this.#retry();
  }

  #retry(): void {
    if (this.#closed || this.#timer !== undefined) return;
    this.#attempt += 1;
    const waitMs = 100 + Math.random() * Math.min(RECONNECT_CAP_MS, 200 * 2 ** this.#attempt);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#connect();
    }, waitMs);
  }

  /**
   * Resolves when the broker has taken responsibility for the message.
   * @throws UnroutableError when no queue took it; LichengError `service_unavailable` when there is no broker.
   */
  publish(
    exchange: string,
    routingKey: string,
    content: Buffer,
    options: Options.Publish & { messageId: string },
  ): Promise<void> {
    const publisher = this.#publisher;
    if (publisher === undefined) return Promise.reject(new LichengError('service_unavailable'));
    return new Promise((resolve, reject) => {
      try {
        publisher.publish(exchange, routingKey, content, { persistent: true, ...options }, (error) => {
          if (error !== null && error !== undefined) {
            reject(new LichengError('service_unavailable', {}, { cause: error }));
          } else if (this.#returned.delete(options.messageId)) {
            reject(new UnroutableError(`no queue for ${routingKey}`));
          } else resolve();
        });
      } catch (cause) {
        reject(new LichengError('service_unavailable', {}, { cause }));
      }
    });
  }

  /** @throws LichengError `service_unavailable` while there is no connection. */
  async ping(): Promise<void> {
    if (!this.connected) throw new LichengError('service_unavailable');
  }

  async stop(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#connection?.close().catch(() => {});
  }
}
