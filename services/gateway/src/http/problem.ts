import type { ServerResponse } from 'node:http';
import { type ErrorCode, LichengError } from '@licheng/portfolio-rules';
import type { Problem } from '@licheng/rest-contract';
import { API_HEADERS } from './security-headers.ts';

const HTTP_STATUS: Record<ErrorCode, number> = {
  authentication_required: 401,
  invalid_credentials: 401,
  too_many_attempts: 429,
  csrf_token_invalid: 403,
  forbidden: 403,
  not_found: 404,
  invalid_request: 400,
  idempotency_key_reused: 422,
  version_conflict: 409,
  transition_not_allowed: 409,
  already_decided: 409,
  window_closed: 409,
  not_enrolled: 404,
  file_required: 400,
  file_empty: 400,
  file_too_large: 413,
  file_type_not_allowed: 415,
  file_name_too_long: 400,
  file_not_clean: 409,
  file_still_checking: 409,
  file_rejected: 409,
  upload_not_found: 404,
  upload_incomplete: 409,
  upload_offset_conflict: 409,
  summary_too_long: 400,
  comment_required: 400,
  comment_too_long: 400,
  selection_limit_reached: 409,
  nothing_to_hand_in: 409,
  login_taken: 409,
  service_unavailable: 503,
  internal: 500,
};

const RETRY_AFTER_SECONDS = 2;

function retryAfterSeconds({ code, details }: LichengError): number | undefined {
  if (code === 'service_unavailable') return RETRY_AFTER_SECONDS;
  if (code !== 'too_many_attempts') return undefined;
  return typeof details['retryAfterSeconds'] === 'number' ? details['retryAfterSeconds'] : RETRY_AFTER_SECONDS;
}

/** RFC 9457. Code and safe details of a refusal; nothing at all of an error we do not know. */
export function sendProblem(response: ServerResponse, error: LichengError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = HTTP_STATUS[error.code];
  const problem: Problem = {
    type: `urn:licheng:error:${error.code}`,
    title: error.code.replaceAll('_', ' '),
    status,
    code: error.code,
    details: error.details,
  };
  const retryAfter = retryAfterSeconds(error);
  response.writeHead(status, {
    ...API_HEADERS,
    'content-type': 'application/problem+json',
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
