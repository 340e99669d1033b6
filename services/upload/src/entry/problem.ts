import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ErrorCode, LichengError } from '@licheng/portfolio-rules';

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
  status = HTTP_STATUS[error.code],
): void {
  const { code, details } = error;
  const body = JSON.stringify({
    type: `urn:licheng:error:${code}`,
    title: code.replaceAll('_', ' '),
    status,
    code,
    details,
  });
  response.writeHead(status, {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...(status === 503 ? { 'retry-after': RETRY_AFTER_SECONDS } : {}),
    // The rest of a body we stopped reading half-way would be taken for the next request.
    ...(request.readableDidRead && !request.complete ? { connection: 'close' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
