import type { ErrorCode, LichengError } from '@licheng/portfolio-rules';
import type { Problem } from './resources.ts';

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

/** RFC 9457. Code and safe details of a refusal, the form every refusal over HTTP has. */
export function problemOf({ code, details }: LichengError, status = HTTP_STATUS[code]): Problem {
  return { type: `urn:licheng:error:${code}`, title: code.replaceAll('_', ' '), status, code, details };
}
