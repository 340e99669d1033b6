import type { ServerResponse } from 'node:http';
import type { OperationDefinition } from '@licheng/rest-contract';
import { etagOf } from './request-parts.ts';
import { API_HEADERS } from './security-headers.ts';

/** An answer as it is sent and, for a while, remembered. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | null;
}

/** What a handler returned, as its operation says it is answered. */
export function replyOf(
  { answer }: OperationDefinition,
  result: object | string | null | undefined,
  headers: Record<string, string>,
): Reply {
  const { kind, status } = answer;
  if (kind === 'json' && result === null) return { status: 204, headers, body: null };
  if (kind === 'json') {
    const etag = answer.etag ? { etag: etagOf((result as { version: number }).version) } : {};
    return {
      status,
      headers: { 'content-type': 'application/json; charset=utf-8', ...etag, ...headers },
      body: JSON.stringify(result),
    };
  }
  if (kind === 'link' && typeof result === 'string') {
    return { status, headers: { location: result, ...headers }, body: null };
  }
  return { status, headers, body: null };
}

export function sendReply(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...API_HEADERS, ...headers });
  response.end(body ?? undefined);
}
