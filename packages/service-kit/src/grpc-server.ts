import {
  type ServerUnaryCall,
  type ServerWritableStream,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
  type handleServerStreamingCall,
  type handleUnaryCall,
} from '@grpc/grpc-js';
import { LichengError } from '@licheng/portfolio-rules';
import type { HostAndPort } from './config.ts';
import { serviceErrorFrom } from './error-status.ts';
import type { Logger } from './logger.ts';
import type { Principal, TokenVerifier } from './tokens.ts';
import { withTrace } from './trace.ts';

/** What a handler knows of its caller. */
export interface Call {
  principal: Principal;
  /** The caller's own token, to ask a peer on the same person's behalf. */
  token: string;
}

type Handler<Request, Response> = (request: Request, call: Call) => Promise<Response>;
type StreamHandler<Request, Response> = (request: Request, call: Call) => AsyncIterable<Response>;

interface Entry {
  verifier: TokenVerifier;
  log: Logger;
}

async function callerOf(
  grpcCall: ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown>,
  verifier: TokenVerifier,
): Promise<Call> {
  const header = String(grpcCall.metadata.get('authorization')[0] ?? '');
  if (!header.startsWith('Bearer ')) throw new LichengError('authentication_required');
  const token = header.slice('Bearer '.length);
  return { principal: await verifier.verify(token), token };
}

function logOutcome(log: Logger, path: string, startedAt: number, error?: unknown): void {
  const durationMs = Math.round((performance.now() - startedAt) * 100) / 100;
  if (error === undefined) log.debug({ rpc: path, durationMs }, 'served');
  else if (error instanceof LichengError && error.code !== 'internal')
    log.info({ rpc: path, durationMs, code: error.code }, 'refused');
  else log.error({ rpc: path, durationMs, err: error }, 'failed');
}

/** An async function as a gRPC handler: token verified, errors translated, one log line. */
export function unary<Request, Response>(
  entry: Entry,
  handler: Handler<Request, Response>,
): handleUnaryCall<Request, Response> {
  return (grpcCall, callback) => {
    const startedAt = performance.now();
    const traceparent = grpcCall.metadata.get('traceparent')[0]?.toString();
    void withTrace(traceparent, async () => {
      try {
        const response = await handler(grpcCall.request, await callerOf(grpcCall, entry.verifier));
        logOutcome(entry.log, grpcCall.getPath(), startedAt);
        callback(null, response);
      } catch (error) {
        logOutcome(entry.log, grpcCall.getPath(), startedAt, error);
        callback(serviceErrorFrom(error));
      }
    });
  };
}

/** An async generator as a gRPC server stream that waits while the reader is slow. */
export function serverStream<Request, Response>(
  entry: Entry,
  handler: StreamHandler<Request, Response>,
): handleServerStreamingCall<Request, Response> {
  return (grpcCall) => {
    const startedAt = performance.now();
    const traceparent = grpcCall.metadata.get('traceparent')[0]?.toString();
    void withTrace(traceparent, async () => {
      try {
        for await (const part of handler(grpcCall.request, await callerOf(grpcCall, entry.verifier))) {
          if (grpcCall.cancelled) return;
          if (!grpcCall.write(part)) {
            await new Promise<void>((resolve) => {
              grpcCall.once('drain', resolve);
              grpcCall.once('cancelled', resolve);
            });
          }
        }
        logOutcome(entry.log, grpcCall.getPath(), startedAt);
        grpcCall.end();
      } catch (error) {
        logOutcome(entry.log, grpcCall.getPath(), startedAt, error);
        grpcCall.emit('error', serviceErrorFrom(error));
      }
    });
  };
}

export interface GrpcServer {
  port: number;
  stop(): Promise<void>;
}

const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const GRACE_MS = 5_000;

/** Serves the given services; port 0 picks a free one. Health is asked over HTTP, see `startHealthServer`. */
export async function startGrpcServer(options: {
  listen: HostAndPort;
  services: readonly { definition: ServiceDefinition; implementation: UntypedServiceImplementation }[];
}): Promise<GrpcServer> {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.keepalive_time_ms': 30_000,
  });
  for (const { definition, implementation } of options.services) server.addService(definition, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(
      `${options.listen.host}:${options.listen.port}`,
      ServerCredentials.createInsecure(),
      (error, bound) => (error === null ? resolve(bound) : reject(error)),
    );
  });
  return {
    port,
    stop: () => {
      return new Promise((resolve) => {
        const force = setTimeout(() => {
          server.forceShutdown();
          resolve();
        }, GRACE_MS);
        server.tryShutdown(() => {
          clearTimeout(force);
          resolve();
        });
      });
    },
  };
}
