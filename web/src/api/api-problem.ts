import { type ErrorDetails, isErrorCode } from '@licheng/portfolio-rules';
import { CLIENT_ERROR_CODES, type ClientErrorCode } from '../text/error-text.ts';

/** A call that did not succeed, by the server's word or for want of one. */
export class ApiProblem extends Error {
  readonly code: ClientErrorCode;
  readonly status: number;
  readonly details: ErrorDetails;

  constructor(code: ClientErrorCode, status = 0, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'ApiProblem';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

function isClientErrorCode(value: unknown): value is ClientErrorCode {
  return isErrorCode(value) || (CLIENT_ERROR_CODES as readonly unknown[]).includes(value);
}

/** A refusal as the server wrote it (`application/problem+json`), or the nearest code when a proxy answered instead. */
export function problemFrom(status: number, body: string): ApiProblem {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'code' in parsed && isClientErrorCode(parsed.code)) {
      const details = 'details' in parsed && typeof parsed.details === 'object' ? parsed.details : null;
      return new ApiProblem(parsed.code, status, (details ?? {}) as ErrorDetails);
    }
  } catch {
    // Not JSON: the status alone has to do.
  }
  if (status === 401) return new ApiProblem('authentication_required', status);
  if (status === 404) return new ApiProblem('not_found', status);
  if (status === 413) return new ApiProblem('file_too_large', status);
  if (status === 429) return new ApiProblem('too_many_attempts', status);
  if (status === 502 || status === 503 || status === 504) return new ApiProblem('service_unavailable', status);
  if (status >= 500) return new ApiProblem('internal', status);
  return new ApiProblem('answer_not_understood', status);
}

/** Whether waiting may help: nothing was refused, the answer just did not come. */
export function isTransient(error: unknown): boolean {
  return (
    error instanceof ApiProblem &&
    (error.code === 'offline' || error.code === 'timed_out' || error.code === 'service_unavailable')
  );
}
