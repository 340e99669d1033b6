import type { ServerResponse } from 'node:http';
import { LichengError } from '@licheng/portfolio-rules';
import { HTTP_STATUS, type Language, problemOf } from '@licheng/rest-contract';
import { API_HEADERS } from './security-headers.ts';

const RETRY_AFTER_SECONDS = 2;

function retryAfterSeconds({ code, details }: LichengError): number | undefined {
  if (code === 'service_unavailable') return RETRY_AFTER_SECONDS;
  if (code !== 'too_many_attempts') return undefined;
  return typeof details['retryAfterSeconds'] === 'number' ? details['retryAfterSeconds'] : RETRY_AFTER_SECONDS;
}

export function sendProblem(response: ServerResponse, error: LichengError, language: Language): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const problem = problemOf(error, HTTP_STATUS[error.code], language);
  const retryAfter = retryAfterSeconds(error);
  response.writeHead(problem.status, {
    ...API_HEADERS,
    'content-type': 'application/problem+json',
    'content-language': language,
    vary: 'accept-language',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
  response.end(JSON.stringify(problem));
}

/** What express and its body parser throw has a status of its own when the request was at fault. */
export function refusalFrom(error: unknown): LichengError {
  if (error instanceof LichengError) return error;
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  return new LichengError(status >= 400 && status < 500 ? 'invalid_request' : 'internal', {}, { cause: error });
}
