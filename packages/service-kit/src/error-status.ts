import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { type ErrorCode, type ErrorDetails, LichengError, isErrorCode } from '@licheng/portfolio-rules';

const GRPC_STATUS: Record<ErrorCode, status> = {
  authentication_required: status.UNAUTHENTICATED,
  invalid_credentials: status.UNAUTHENTICATED,
  too_many_attempts: status.RESOURCE_EXHAUSTED,
  csrf_token_invalid: status.PERMISSION_DENIED,
  forbidden: status.PERMISSION_DENIED,
  not_found: status.NOT_FOUND,
  invalid_request: status.INVALID_ARGUMENT,
  idempotency_key_reused: status.INVALID_ARGUMENT,
  version_conflict: status.ABORTED,
  precondition_required: status.INVALID_ARGUMENT,
  transition_not_allowed: status.FAILED_PRECONDITION,
  already_decided: status.ABORTED,
  window_closed: status.FAILED_PRECONDITION,
  not_enrolled: status.NOT_FOUND,
  file_required: status.INVALID_ARGUMENT,
  file_empty: status.INVALID_ARGUMENT,
  file_too_large: status.INVALID_ARGUMENT,
  file_type_not_allowed: status.INVALID_ARGUMENT,
  file_name_too_long: status.INVALID_ARGUMENT,
  file_not_clean: status.FAILED_PRECONDITION,
  file_still_checking: status.FAILED_PRECONDITION,
  file_rejected: status.FAILED_PRECONDITION,
  upload_not_found: status.NOT_FOUND,
  upload_incomplete: status.FAILED_PRECONDITION,
  upload_offset_conflict: status.ABORTED,
  summary_too_long: status.INVALID_ARGUMENT,
  comment_required: status.INVALID_ARGUMENT,
  comment_too_long: status.INVALID_ARGUMENT,
  reason_required: status.INVALID_ARGUMENT,
  undo_expired: status.FAILED_PRECONDITION,
  saved_comment_limit_reached: status.FAILED_PRECONDITION,
  deputy_not_possible: status.FAILED_PRECONDITION,
  selection_limit_reached: status.FAILED_PRECONDITION,
  nothing_to_hand_in: status.FAILED_PRECONDITION,
  login_taken: status.ALREADY_EXISTS,
  service_unavailable: status.UNAVAILABLE,
  internal: status.INTERNAL,
};

const ERROR_KEY = 'licheng-error-bin';

/** What leaves a service: the code and its safe details; nothing of an unknown error's text. */
export function serviceErrorFrom(error: unknown): ServiceError {
  const known = error instanceof LichengError ? error : new LichengError('internal');
  const metadata = new Metadata();
  metadata.set(ERROR_KEY, Buffer.from(JSON.stringify({ code: known.code, details: known.details })));
  return Object.assign(new Error(known.code), { code: GRPC_STATUS[known.code], details: known.code, metadata });
}

/** The caller's view of a peer's failure, with the peer's code and details when it sent them. */
export function errorFrom(error: unknown): LichengError {
  if (error instanceof LichengError) return error;
  const failure = error as Partial<ServiceError>;
  const sent = failure.metadata?.get(ERROR_KEY)[0];
  if (sent !== undefined) {
    const { code, details } = JSON.parse(sent.toString()) as { code: unknown; details: ErrorDetails };
    if (isErrorCode(code)) return new LichengError(code, details, { cause: error });
  }
  const unreachable: (status | undefined)[] = [status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED];
  return new LichengError(
    unreachable.includes(failure.code) ? 'service_unavailable' : 'internal',
    {},
    { cause: error },
  );
}
