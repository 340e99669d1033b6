import type { IncomingMessage, ServerResponse } from 'node:http';
import { LichengError } from '@licheng/portfolio-rules';
import { problemOf } from '@licheng/rest-contract';

/** A volume that is full, read-only, broken or gone: nothing was acknowledged, and it is worth coming back. */
const VOLUME_TROUBLE: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'ENOENT', 'ENODEV', 'EMFILE']);

export function toLichengError(error: unknown): LichengError {
  if (error instanceof LichengError) return error;
  const systemCode = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new LichengError(VOLUME_TROUBLE.has(systemCode) ? 'service_unavailable' : 'internal', {}, { cause: error });
}

const RETRY_AFTER_SECONDS = '2';

/** application/problem+json (RFC 9457), the form every refusal of Licheng has. */
export function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  error: LichengError,
  status?: number,
): void {
  const problem = problemOf(error, status);
  const body = JSON.stringify(problem);
  response.writeHead(problem.status, {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...(problem.status === 503 ? { 'retry-after': RETRY_AFTER_SECONDS } : {}),
    // The rest of a body we stopped reading half-way would be taken for the next request.
    ...(request.readableDidRead && !request.complete ? { connection: 'close' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
