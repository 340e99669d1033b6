/**
 * Every way Licheng refuses, by stable code. Services throw `LichengError(code, details)`; each entry maps codes to its
 * transport with an exhaustive record, and web has one text per code and language.
 */
export const ERROR_CODES = [
  'authentication_required',
  'invalid_credentials',
  'too_many_attempts',
  'csrf_token_invalid',
  'forbidden',
  'not_found',
  'invalid_request',
  'idempotency_key_reused',
  'version_conflict',
  'precondition_required',
  'transition_not_allowed',
  'already_decided',
  'window_closed',
  'not_enrolled',
  'file_required',
  'file_empty',
  'file_too_large',
  'file_type_not_allowed',
  'file_name_too_long',
  'file_not_clean',
  'file_still_checking',
  'file_rejected',
  'upload_not_found',
  'upload_incomplete',
  'upload_offset_conflict',
  'summary_too_long',
  'comment_required',
  'comment_too_long',
  'reason_required',
  'undo_expired',
  'saved_comment_limit_reached',
  'deputy_not_possible',
  'selection_limit_reached',
  'nothing_to_hand_in',
  'login_taken',
  'service_unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Safe to show: no personal data, no file content, no secrets. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

export class LichengError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'LichengError';
    this.code = code;
    this.details = details;
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && (ERROR_CODES as readonly string[]).includes(value);
}
