import {
  type CallOptions as GrpcCallOptions,
  type ChannelCredentials,
  type Client,
  type ClientOptions,
  Metadata,
  type ServiceError,
  credentials,
  status,
} from '@grpc/grpc-js';
import { setTimeout as delay } from 'node:timers/promises';
import { errorFrom } from './error-status.ts';
import { backoffMs } from './retry.ts';
import type { TokenSigner } from './tokens.ts';
import { currentTraceparent } from './trace.ts';

export interface CallOptions {
  /** Internal token of the person or service the call is made for. */
  token: string;
  /** Time for all attempts together. */
  timeoutMs?: number;
  /** Attempts in all; more than one only for calls that are safe to repeat. */
  attempts?: number;
}

type UnaryMethod<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: Partial<GrpcCallOptions>,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

type RequestOf<C, M extends keyof C> = C[M] extends (request: infer R, ...rest: never[]) => unknown ? R : never;
type ResponseOf<C, M extends keyof C> = C[M] extends {
  (request: never, callback: (error: ServiceError | null, response: infer R) => void): unknown;
  (...rest: never[]): unknown;
  (...rest: never[]): unknown;
}
  ? R
  : never;

const DEFAULT_TIMEOUT_MS = 5_000;

/** A typed connection to one peer. */
export interface Peer<C extends Client> {
  client: C;
  /** @throws LichengError with the peer's own code, or `service_unavailable` when it could not be reached in time. */
  call<M extends keyof C & string>(
    method: M,
    request: RequestOf<C, M>,
    options: CallOptions,
  ): Promise<ResponseOf<C, M>>;
  close(): void;
}

/** What a call carries besides its request; for streaming calls, which `Peer.call` does not make. */
export function metadataFor(token: string): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  const traceparent = currentTraceparent();
  if (traceparent !== undefined) metadata.set('traceparent', traceparent);
  return metadata;
}

/** Opens a lazy connection to `host:port`; calls carry a deadline and are repeated with jitter only when asked to. */
export function peer<C extends Client>(
  ClientClass: new (address: string, channelCredentials: ChannelCredentials, options?: Partial<ClientOptions>) => C,
  address: string,
): Peer<C> {
  const client = new ClientClass(address, credentials.createInsecure(), {
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 2_000,
    'grpc.service_config_disable_resolution': 1,
    // With several replicas behind one name, each call goes to the next one that answers.
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  });
  return {
    client,
    close: () => client.close(),
    async call(method, request, { token, timeoutMs = DEFAULT_TIMEOUT_MS, attempts = 1 }) {
      const deadline = Date.now() + timeoutMs;
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await new Promise((resolve, reject) => {
            const invoke = client[method] as unknown as UnaryMethod<typeof request, never>;
            invoke.call(client, request, metadataFor(token), { deadline }, (error, response) =>
              error === null ? resolve(response) : reject(error),
            );
          });
        } catch (error) {
          const again = (error as ServiceError).code === status.UNAVAILABLE && attempt < attempts;
          const waitMs = backoffMs(attempt, 50, 1_000);
          if (!again || Date.now() + waitMs >= deadline) throw errorFrom(error);
          await delay(waitMs);
        }
      }
    },
  };
}

const TOKEN_LIFETIME_SECONDS = 300;
const RENEW_BEFORE_MS = 60_000;

/** A service's token for itself, renewed before it runs out. */
export class ServiceTokens {
  readonly #signer: TokenSigner;
  #token = '';
  #renewAtMs = 0;

  constructor(signer: TokenSigner) {
    this.#signer = signer;
  }

  async current(): Promise<string> {
    if (Date.now() >= this.#renewAtMs) {
      this.#token = await this.#signer.forSelf(TOKEN_LIFETIME_SECONDS);
      this.#renewAtMs = Date.now() + TOKEN_LIFETIME_SECONDS * 1000 - RENEW_BEFORE_MS;
    }
    return this.#token;
  }
}
