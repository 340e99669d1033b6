import {
  Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as httpRequest,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import { LichengError } from '@licheng/portfolio-rules';
import { currentTraceparent } from '@licheng/service-kit';

/** RFC 9110, section 7.6.1: meant for one connection only. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** What the browser shares with the gateway alone, or what only we may say. */
const OURS = new Set(['host', 'cookie', 'authorization', 'x-csrf-token', 'expect', 'forwarded', 'traceparent']);
const OUR_PREFIXES = ['x-forwarded-', 'x-licheng-'];

/** A phone in a lift is silent for a while; a minute and more of nothing is a dead connection. */
const IDLE_TIMEOUT_MS = 90_000;

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.has(name)));
}

function requestHeaders(headers: IncomingHttpHeaders, added: Record<string, string>): IncomingHttpHeaders {
  const passed = Object.entries(endToEnd(headers)).filter(
    ([name]) => !OURS.has(name) && !OUR_PREFIXES.some((prefix) => name.startsWith(prefix)),
  );
  const traceparent = currentTraceparent();
  return { ...Object.fromEntries(passed), ...(traceparent === undefined ? {} : { traceparent }), ...added };
}

function responseHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { 'set-cookie': _, ...passed } = endToEnd(headers);
  return passed;
}

export interface Forwarding {
  /** Path and query at the service. */
  path: string;
  headers: Record<string, string>;
}

/** Passes requests and answers through byte by byte: nothing is gathered, a slow side slows the other, a cut cuts both. */
export class Upstream {
  readonly #base: URL;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(baseUrl: string) {
    this.#base = new URL(baseUrl);
  }

  /** @throws LichengError `service_unavailable` when the service was away before it answered. */
  async forward(request: IncomingMessage, response: ServerResponse, { path, headers }: Forwarding): Promise<void> {
    const upstream = httpRequest({
      agent: this.#agent,
      hostname: this.#base.hostname,
      port: this.#base.port,
      method: request.method,
      path,
      headers: requestHeaders(request.headers, headers),
    });
    upstream.setTimeout(IDLE_TIMEOUT_MS, () => upstream.destroy(new Error('idle for too long')));
    response.once('close', () => {
      if (!response.writableFinished) upstream.destroy();
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      upstream.once('response', resolve);
      // Stays: a service that answers early and closes makes the rest of the request fail, after its answer.
      upstream.on('error', reject);
    });
    request.pipe(upstream);
    let answer: IncomingMessage;
    try {
      answer = await answered;
    } catch (cause) {
      request.unpipe(upstream);
      throw new LichengError('service_unavailable', {}, { cause });
    }
    response.writeHead(answer.statusCode ?? 502, responseHeaders(answer.headers));
    // Either side may go away in the middle; the other then sees its connection cut, which is all there is to say.
    await pipeline(answer, response).catch(() => {});
    if (request.readableEnded) return;
    // Answered before the end, such as a refusal: the rest is read to nowhere, so that the browser gets to see why.
    request.unpipe(upstream);
    upstream.destroy();
    request.resume();
  }

  stop(): void {
    this.#agent.destroy();
  }
}
