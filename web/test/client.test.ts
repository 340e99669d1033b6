import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem, isTransient, problemFrom } from '../src/api/api-problem.ts';
import { at, call, queryString, retryAfterMs, setClientHooks, setCsrfToken } from '../src/api/client.ts';
import { api } from '../src/api/endpoints.ts';
import { serverReachable } from '../src/api/reachability.ts';

const fetchMock = vi.fn<typeof fetch>();
const waited: number[] = [];
const onAuthenticationRequired = vi.fn<() => void>();
const renewCsrfToken = vi.fn<() => Promise<boolean>>();

function answer(status: number, body?: unknown, headers: Record<string, string> = {}): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
}

function problem(status: number, code: string, details = {}, headers: Record<string, string> = {}): Response {
  return answer(status, { type: `urn:licheng:error:${code}`, title: code, status, code, details }, headers);
}

function sent(index: number): { url: unknown; method: string | undefined; headers: Record<string, string> } {
  const [url, init] = fetchMock.mock.calls[index] ?? [];
  return { url, method: init?.method, headers: init?.headers as Record<string, string> };
}

async function failure(promise: Promise<unknown>): Promise<ApiProblem> {
  const error = await promise.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof ApiProblem)) throw new Error('expected an ApiProblem', { cause: error });
  return error;
}

beforeEach(() => {
  vi.stubGlobal('fetch', fetchMock.mockReset());
  onAuthenticationRequired.mockReset();
  renewCsrfToken.mockReset().mockResolvedValue(false);
  waited.length = 0;
  setCsrfToken('token-1');
  setClientHooks({
    onAuthenticationRequired,
    renewCsrfToken,
    wait: (ms) => {
      waited.push(ms);
      return Promise.resolve();
    },
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the REST client', () => {
  it('sends a new Idempotency-Key with every POST, the same again when it repeats one by itself', async () => {
    fetchMock
      .mockResolvedValueOnce(problem(503, 'service_unavailable', {}, { 'retry-after': '1' }))
      .mockImplementation(() => Promise.resolve(answer(200, {})));
    await api.submitOutcome('o1', 3);
    await api.submitOutcome('o1', 3);
    await api.getHome();
    const keys = [0, 1, 2, 3].map((index) => sent(index).headers['Idempotency-Key']);
    expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(keys[3]).toBeUndefined();
  });

  it('says which version it edits or deletes', async () => {
    fetchMock.mockImplementation(() => Promise.resolve(answer(200, {})));
    await api.editOutcome('o1', { expectedVersion: 3, summary: '', documentUploadId: null, mediaUploadId: null });
    await api.deleteOutcome('o1', 4);
    expect(sent(0)).toMatchObject({ method: 'PUT', headers: { 'If-Match': '"3"' } });
    expect(fetchMock.mock.calls[0]?.[1]?.body).not.toContain('expectedVersion');
    expect(sent(1)).toMatchObject({ method: 'DELETE', headers: { 'If-Match': '"4"' } });
  });

  it('never lets what stands in an address lead somewhere else', async () => {
    expect(at`/outcomes/${'../session?x#'}/versions/${2}`).toBe('/outcomes/..%2Fsession%3Fx%23/versions/2');
    expect(queryString({ search: '王 & 林', cursor: null, limit: 20, courseId: undefined })).toBe(
      '?search=%E7%8E%8B+%26+%E6%9E%97&limit=20',
    );
    expect(queryString({ cursor: null })).toBe('');
    fetchMock.mockImplementation(() => Promise.resolve(answer(200, {})));
    await api.getPreview('/api/v1/outcomes/o1/files/document/preview');
    expect(sent(0).url).toBe('/api/v1/outcomes/o1/files/document/preview');
  });

  it('sends the CSRF token with everything but reads', async () => {
    fetchMock.mockImplementation(() => Promise.resolve(answer(200, { ok: true })));
    await call('/courses');
    await call('/session', { method: 'DELETE' });
    expect(sent(0)).toMatchObject({ url: '/api/v1/courses', method: 'GET' });
    expect(sent(0).headers['X-CSRF-Token']).toBeUndefined();
    expect(sent(1).headers['X-CSRF-Token']).toBe('token-1');
  });

  it('gives nothing for 204', async () => {
    fetchMock.mockResolvedValue(answer(204));
    expect(await call('/x', { method: 'DELETE' })).toBeUndefined();
  });

  it('rejects with the code and details of the problem', async () => {
    fetchMock.mockResolvedValue(problem(409, 'window_closed', { operation: 'submit' }));
    const error = await failure(call('/x', { method: 'POST', body: {} }));
    expect(error).toMatchObject({ code: 'window_closed', status: 409, details: { operation: 'submit' } });
    expect(isTransient(error)).toBe(false);
  });

  it('tells that the session has ended', async () => {
    fetchMock.mockResolvedValue(problem(401, 'authentication_required'));
    expect((await failure(call('/courses'))).code).toBe('authentication_required');
    expect(onAuthenticationRequired).toHaveBeenCalledOnce();
  });

  it('does not take a wrong password for an ended session', async () => {
    fetchMock.mockResolvedValue(problem(401, 'invalid_credentials'));
    await failure(call('/session', { method: 'POST', body: {}, repeatable: false }));
    expect(onAuthenticationRequired).not.toHaveBeenCalled();
  });

  it('waits as Retry-After says and asks again', async () => {
    fetchMock.mockResolvedValueOnce(problem(503, 'service_unavailable', {}, { 'retry-after': '2' }));
    fetchMock.mockResolvedValueOnce(answer(200, { ok: true }));
    expect(await call('/courses')).toEqual({ ok: true });
    expect(waited).toEqual([2000]);
    expect(serverReachable()).toBe(true);
  });

  it('gives up after three attempts and says the system is away', async () => {
    fetchMock.mockImplementation(() => Promise.resolve(problem(503, 'service_unavailable')));
    expect((await failure(call('/courses'))).code).toBe('service_unavailable');
    expect(fetchMock).toHaveBeenCalledTimes(3);
    expect(waited).toEqual([500, 1000]);
    expect(serverReachable()).toBe(false);
  });

  it('does not wait longer than a person would', async () => {
    fetchMock.mockResolvedValue(problem(503, 'service_unavailable', {}, { 'retry-after': '120' }));
    await failure(call('/courses'));
    expect(fetchMock).toHaveBeenCalledOnce();
  });

  it('never repeats a sign-in', async () => {
    fetchMock.mockResolvedValue(problem(503, 'service_unavailable', {}, { 'retry-after': '1' }));
    await failure(call('/session', { method: 'POST', body: {}, repeatable: false }));
    expect(fetchMock).toHaveBeenCalledOnce();
  });

  it('renews a refused CSRF token once and repeats the call with the new one', async () => {
    renewCsrfToken.mockImplementation(() => {
      setCsrfToken('token-2');
      return Promise.resolve(true);
    });
    fetchMock.mockResolvedValueOnce(problem(403, 'csrf_token_invalid'));
    fetchMock.mockResolvedValueOnce(answer(200, {}));
    await call('/x', { method: 'POST', body: {} });
    expect(sent(1).headers['X-CSRF-Token']).toBe('token-2');
    fetchMock.mockImplementation(() => Promise.resolve(problem(403, 'csrf_token_invalid')));
    expect((await failure(call('/x', { method: 'POST', body: {} }))).code).toBe('csrf_token_invalid');
    expect(renewCsrfToken).toHaveBeenCalledTimes(2);
  });

  it('tells no network from a server that never answers', async () => {
    fetchMock.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    expect((await failure(call('/courses'))).code).toBe('offline');
    vi.useFakeTimers();
    fetchMock.mockImplementationOnce(
      (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        }),
    );
    const late = failure(call('/courses', { timeoutMs: 1000 }));
    await vi.advanceTimersByTimeAsync(1000);
    expect((await late).code).toBe('timed_out');
  });

  it('understands an answer that is not ours by its status alone', () => {
    expect(problemFrom(502, '<html>Bad gateway</html>').code).toBe('service_unavailable');
    expect(problemFrom(413, '').code).toBe('file_too_large');
    expect(problemFrom(500, '{"code":"made_up"}').code).toBe('internal');
    expect(problemFrom(418, 'teapot').code).toBe('answer_not_understood');
  });

  it('does not take a login page of a public network for data', async () => {
    fetchMock.mockResolvedValue(new Response('<html>Please sign in</html>', { status: 200 }));
    expect((await failure(call('/courses'))).code).toBe('answer_not_understood');
  });

  it('reads Retry-After in seconds and as a date', () => {
    expect(retryAfterMs('3', 1)).toBe(3000);
    expect(retryAfterMs(new Date(Date.now() + 5000).toUTCString(), 1)).toBeGreaterThan(3000);
    expect(retryAfterMs(null, 2)).toBe(1000);
  });
});
