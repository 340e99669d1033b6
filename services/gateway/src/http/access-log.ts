import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '@licheng/portfolio-rules';
import type { Logger } from '@licheng/service-kit';

/** What becomes known of a request while it is served. */
export interface AccessEntry {
  /** The pattern, never the path: a path may hold a signed link. */
  route: string;
  personId?: string;
  code?: ErrorCode;
  ids?: Readonly<Record<string, string>>;
}

/** One line per request when it is over. No query strings, bodies, cookies or tokens. */
export function logWhenOver(log: Logger, request: IncomingMessage, response: ServerResponse, entry: AccessEntry): void {
  const startedAt = performance.now();
  response.once('close', () => {
    const { method } = request;
    const status = response.statusCode;
    const ordinaryRead = (method === 'GET' || method === 'HEAD') && status < 400;
    if (ordinaryRead && !log.isLevelEnabled('debug')) return;
    const durationMs = Math.round((performance.now() - startedAt) * 100) / 100;
    const line = { method, ...entry, status, durationMs, ...(response.writableFinished ? {} : { cutShort: true }) };
    if (ordinaryRead) log.debug(line, 'answered');
    else log.info(line, 'answered');
  });
}
