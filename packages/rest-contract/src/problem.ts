import type { ErrorCode, LichengError } from '@licheng/portfolio-rules';
import { ERROR_TITLES, LANGUAGES, type Language } from './error-titles.ts';
import type { Problem } from './resources/schema.ts';

export const HTTP_STATUS: Readonly<Record<ErrorCode, number>> = {
  authentication_required: 401,
  invalid_credentials: 401,
  too_many_attempts: 429,
  csrf_token_invalid: 403,
  forbidden: 403,
  not_found: 404,
  invalid_request: 400,
  idempotency_key_reused: 422,
  version_conflict: 412,
  precondition_required: 428,
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
  reason_required: 400,
  undo_expired: 409,
  saved_comment_limit_reached: 409,
  deputy_not_possible: 422,
  selection_limit_reached: 409,
  nothing_to_hand_in: 409,
  login_taken: 409,
  service_unavailable: 503,
  internal: 500,
};

/** RFC 9457. Code and safe details of a refusal, the form every refusal over HTTP has. */
export function problemOf(
  { code, details }: LichengError,
  status = HTTP_STATUS[code],
  language: Language = LANGUAGES[0],
): Problem {
  return { type: `urn:licheng:error:${code}`, title: ERROR_TITLES[code][language], status, code, details };
}
