const TRANSIENT_SQL_STATES = new Set(['40001', '40P01']);
/** Connection exceptions, shutdowns and start-ups of the server. */
const UNAVAILABLE_SQL_STATES = /^(08|57P0|53300)/;
const UNAVAILABLE_SYSTEM_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** A lost race inside PostgreSQL: running the transaction again may succeed. */
export function isRetryable(error: unknown): boolean {
  return TRANSIENT_SQL_STATES.has(codeOf(error));
}

/** The server cannot be reached now; nothing is known of a commit that was under way. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (UNAVAILABLE_SQL_STATES.test(code) || UNAVAILABLE_SYSTEM_ERRORS.has(code)) return true;
  if (code === 'P1001' || code === 'P1002' || code === 'P1017') return true;
  const message = error instanceof Error ? error.message : '';
  return /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error/i.test(
    message,
  );
}
