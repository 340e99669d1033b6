import { ApiProblem, problemFrom } from './api-problem.ts';
import { takeAnswer } from '../head-start/head-start.ts';
import { setServerReachable } from './reachability.ts';

export const API_ROOT = '/api/v1';

const TIMEOUT_MS = 15_000;
/** A 503 names its wait in Retry-After; longer waits are the user's decision, not ours. */
const LONGEST_WAIT_MS = 8_000;
const ATTEMPTS = 3;

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
  /** Lets the request outlive the page. */
  keepalive?: boolean;
  timeoutMs?: number;
  /** The version that is changed, as `If-Match`: whoever was faster is not written over. */
  version?: number;
  /** `Idempotency-Key`, the same on every repeat of this call; made anew for every POST unless given. */
  idempotencyKey?: string;
  /** False where repeating after a lost answer could do a thing twice, or where the user had better be asked. */
  repeatable?: boolean;
}

export interface ClientHooks {
  /** The session has ended: show the login page and come back afterwards. */
  onAuthenticationRequired: () => void;
  /** The CSRF token was refused: fetch the session again. Resolves to whether there is a new token. */
  renewCsrfToken: () => Promise<boolean>;
  /** Milliseconds to wait; replaced in tests. */
  wait: (ms: number) => Promise<void>;
}

const hooks: ClientHooks = {
  onAuthenticationRequired: () => {},
  renewCsrfToken: () => Promise.resolve(false),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

export function setClientHooks(given: Partial<ClientHooks>): void {
  Object.assign(hooks, given);
}

let csrfToken = '';

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

export function currentCsrfToken(): string {
  return csrfToken;
}

/** A path below /api/v1; what stands in it can never lead to another one. */
export function at(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return String.raw({ raw: parts }, ...values.map((value) => encodeURIComponent(value)));
}

/** A query string of what is given, with its question mark; empty when nothing is. */
export function queryString(values: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()}`;
}

/** One call of the REST API; resolves to the parsed body, rejects with an `ApiProblem`. */
export async function call<T>(path: string, given: CallOptions = {}): Promise<T> {
  const options = given.method === 'POST' ? { idempotencyKey: crypto.randomUUID(), ...given } : given;
  const repeatable = options.repeatable ?? true;
  let renewed = false;
  for (let attempt = 1; ; attempt += 1) {
    const response = await send(path, options);
    if (response.ok) {
      setServerReachable(true);
      return parse<T>(response);
    }
    const problem = problemFrom(response.status, await response.text().catch(() => ''));
    setServerReachable(problem.code !== 'service_unavailable');
    if (problem.code === 'csrf_token_invalid' && !renewed) {
      renewed = true;
      if (await hooks.renewCsrfToken()) continue;
    }
    if (problem.code === 'service_unavailable' && repeatable && attempt < ATTEMPTS) {
      const waitMs = retryAfterMs(response.headers.get('retry-after'), attempt);
      if (waitMs <= LONGEST_WAIT_MS) {
        await hooks.wait(waitMs);
        continue;
      }
    }
    if (problem.code === 'authentication_required') hooks.onAuthenticationRequired();
    throw problem;
  }
}

async function send(path: string, options: CallOptions): Promise<Response> {
  const method = options.method ?? 'GET';
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRF-Token'] = csrfToken;
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  if (options.idempotencyKey !== undefined) headers['Idempotency-Key'] = options.idempotencyKey;

  const timeout = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    timeout.abort();
  }, options.timeoutMs ?? TIMEOUT_MS);
  const forwardAbort = () => timeout.abort();
  options.signal?.addEventListener('abort', forwardAbort);
  if (options.signal?.aborted) timeout.abort();
  try {
    const ahead = method === 'GET' ? takeAnswer(path) : undefined;
    if (ahead !== undefined) return await ahead;
    return await fetch(`${API_ROOT}${path}`, {
      method,
      headers,
      credentials: 'same-origin',
      signal: timeout.signal,
      keepalive: options.keepalive ?? false,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  } catch (cause) {
    if (options.signal?.aborted && !timedOut) throw cause;
    setServerReachable(false);
    throw new ApiProblem(timedOut ? 'timed_out' : 'offline', 0, {}, { cause });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', forwardAbort);
  }
}

async function parse<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  const body = await response.text();
  if (body === '') return undefined as T;
  try {
    return JSON.parse(body) as T;
  } catch (cause) {
    throw new ApiProblem('answer_not_understood', response.status, {}, { cause });
  }
}

/** Retry-After in seconds or as a date; without one the wait doubles. */
export function retryAfterMs(header: string | null, attempt: number): number {
  if (header !== null) {
    const seconds = Number(header);
    if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
    const at = Date.parse(header);
    if (!Number.isNaN(at)) return Math.max(0, at - Date.now());
  }
  return 500 * 2 ** (attempt - 1);
}
