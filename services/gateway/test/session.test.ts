import { createHash, randomUUID } from 'node:crypto';
import { LichengError } from '@licheng/portfolio-rules';
import { API_OPERATIONS, type OperationDefinition } from '@licheng/rest-contract';
import { createClient } from '@redis/client';
import { waitUntil } from '@licheng/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Browser, type Harness, PASSWORD, problemOf, startGateway } from './harness.ts';

let gateway: Harness;
beforeAll(async () => {
  gateway = await startGateway();
  gateway.peers.answer('CourseRecordService/ListCourses', () => ({ courses: [], windows: [], serverTime: new Date() }));
});
afterAll(() => gateway.stop());

function signIn(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${gateway.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('signing in', () => {
  test('sets a cookie that only this site’s server ever reads, and tells who it is', async () => {
    const { login, id } = gateway.person();
    const answer = await signIn({ login, password: PASSWORD });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-licheng_session=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=43200$/,
    );
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(await answer.json()).toMatchObject({
      person: { id, login, name: '學生5', role: 'student' },
      institution: { name: '測試機構' },
      csrfToken: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    });
  });

  test('gives a new session id each time and ends the one before', async () => {
    const browser = await gateway.signIn();
    const again = await signIn({ login: browser.person.login, password: PASSWORD }, { cookie: browser.cookie });
    expect(again.headers.get('set-cookie')).not.toContain(browser.cookie);
    expect((await browser.send('GET', '/api/v1/session')).status).toBe(204);
  });

  test('a wrong password is refused without a cookie', async () => {
    const { login } = gateway.person();
    const answer = await signIn({ login, password: 'wrong' });
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await problemOf(answer)).toMatchObject({ status: 401, code: 'invalid_credentials' });
  });

  test('is refused when another site asks for it', async () => {
    const { login } = gateway.person();
    const from = (headers: Record<string, string>) => signIn({ login, password: PASSWORD }, headers);
    const elsewhere = [
      from({ 'sec-fetch-site': 'cross-site' }),
      from({ 'sec-fetch-site': 'same-site' }),
      from({ origin: 'https://evil.test' }),
    ];
    for (const answer of await Promise.all(elsewhere)) {
      expect(await problemOf(answer)).toMatchObject({ status: 403, code: 'csrf_token_invalid' });
    }
    expect((await from({ 'sec-fetch-site': 'same-origin' })).status).toBe(201);
    expect((await from({ origin: 'http://127.0.0.1:8080' })).status).toBe(201);
    expect((await from({ origin: gateway.url })).status).toBe(201);
  });

  test('says which fields are wrong and nothing of their content', async () => {
    const answer = await signIn({ login: '', password: 7, extra: 'secret' });
    expect(await problemOf(answer)).toEqual({
      status: 400,
      code: 'invalid_request',
      details: { fields: 'login, password' },
    });
    expect(await problemOf(await signIn('{"login":'))).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(await problemOf(await signIn({ login: 'a', password: 'x'.repeat(70_000) }))).toMatchObject({ status: 400 });
    const form = await signIn('login=a&password=b', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(await problemOf(form)).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  test('after ten wrong passwords even the right one has to wait; others at the same address need not', async () => {
    const { login } = gateway.person();
    const wrong = await Promise.all(Array.from({ length: 14 }, () => signIn({ login, password: 'wrong' })));
    expect(wrong.filter((answer) => answer.status === 401)).toHaveLength(10);
    const answer = await signIn({ login: login.toUpperCase(), password: PASSWORD });
    const { status, code, details } = await problemOf(answer);
    expect({ status, code }).toEqual({ status: 429, code: 'too_many_attempts' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(details).toEqual({ retryAfterSeconds: Number(answer.headers.get('retry-after')) });
    await gateway.signIn();
  });

  test('signing in, or an identity service that is away, uses up no attempts', async () => {
    const who = gateway.person();
    for (let i = 0; i < 12; i += 1) await gateway.signIn(who);
    const restore = gateway.peers.answer('IdentityService/Authenticate', () => {
      throw new LichengError('service_unavailable');
    });
    for (let i = 0; i < 12; i += 1) {
      const answer = await signIn({ login: who.login, password: PASSWORD });
      expect(await problemOf(answer)).toMatchObject({ status: 503, code: 'service_unavailable' });
    }
    restore();
    await gateway.signIn(who);
  });

  test('tells identity where the person is', async () => {
    const { person } = await gateway.signIn();
    const call = gateway.peers.calls.findLast(({ request }) => request['login'] === person.login);
    expect(call).toMatchObject({
      request: { address: '127.0.0.1' },
      principal: { kind: 'service', service: 'gateway' },
    });
  });
});

describe('a session', () => {
  test('is needed for every route but asking for it and signing in', async () => {
    const operations: OperationDefinition[] = Object.values(API_OPERATIONS);
    const open = operations.filter(({ access }) => access === 'anyone').map(({ method, path }) => `${method} ${path}`);
    expect(open).toEqual([
      'get /session',
      'post /session',
      'delete /session',
      'get /receipt-keys',
      'get /openapi.json',
    ]);
    for (const { method, path } of operations.filter(({ access }) => access === 'session')) {
      const url = `${gateway.url}/api/v1${path.replaceAll(/\{\w+\}/g, randomUUID())}`;
      const answer = await fetch(url, { method: method.toUpperCase() });
      expect(answer.status, `${method} ${path}`).toBe(401);
    }
    for (const cookie of ['__Host-licheng_session=short', `__Host-licheng_session=${'A'.repeat(43)}`, 'other=1']) {
      expect((await fetch(`${gateway.url}/api/v1/courses`, { headers: { cookie } })).status).toBe(401);
    }
  });

  test('makes calls in the name of its person', async () => {
    const { send, person } = await gateway.signIn();
    expect((await send('GET', '/api/v1/courses')).status).toBe(200);
    expect(gateway.peers.calls.at(-1)?.principal).toMatchObject({
      kind: 'person',
      personId: person.id,
      institutionId: person.institutionId,
      role: 'student',
    });
  });

  test('changes nothing without its CSRF token', async () => {
    const browser = await gateway.signIn();
    const other = await gateway.signIn();
    const before = gateway.peers.calls.length;
    for (const token of ['', 'guess', other.csrfToken]) {
      const answer = await browser.send('POST', '/api/v1/notices/read', { ids: [] }, { 'x-csrf-token': token });
      expect(await problemOf(answer)).toMatchObject({ status: 403, code: 'csrf_token_invalid' });
    }
    const upload = await fetch(`${gateway.url}/api/v1/uploads`, {
      method: 'POST',
      headers: { cookie: browser.cookie },
    });
    expect(await problemOf(upload)).toMatchObject({ status: 403, code: 'csrf_token_invalid' });
    const logout = await fetch(`${gateway.url}/api/v1/session`, {
      method: 'DELETE',
      headers: { cookie: browser.cookie },
    });
    expect(await problemOf(logout)).toMatchObject({ status: 403, code: 'csrf_token_invalid' });
    expect(gateway.peers.calls.length).toBe(before);
  });

  test('is over for good after logging out', async () => {
    const { send } = await gateway.signIn();
    const answer = await send('DELETE', '/api/v1/session');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toBe(
      '__Host-licheng_session=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0',
    );
    expect((await send('GET', '/api/v1/session')).status).toBe(204);
    expect(await problemOf(await send('GET', '/api/v1/courses'))).toMatchObject({ code: 'authentication_required' });
    expect((await send('DELETE', '/api/v1/session')).status).toBe(204);
  });
});

describe('the life of a session', () => {
  const HOUR_MS = 3_600_000;
  let redis: ReturnType<typeof createClient>;
  beforeAll(async () => {
    redis = createClient({ url: gateway.redisUrl });
    await redis.connect();
  });
  afterAll(() => redis.destroy());
  afterEach(() => {
    vi.useRealTimers();
  });
  const pass = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
  const keyOf = ({ cookie }: Browser) =>
    `session:${createHash('sha256')
      .update(cookie.split('=')[1] ?? '')
      .digest('hex')}`;

  test('is prolonged by use, but not written back within a minute', async () => {
    const browser = await gateway.signIn();
    await redis.pExpire(keyOf(browser), HOUR_MS);
    await browser.send('GET', '/api/v1/courses');
    expect(await redis.pTTL(keyOf(browser))).toBeLessThanOrEqual(HOUR_MS);
    pass(61_000);
    await browser.send('GET', '/api/v1/courses');
    expect(await redis.pTTL(keyOf(browser))).toBeGreaterThan(7 * HOUR_MS);
  });

  test('ends twelve hours after signing in, however busy it was', async () => {
    const browser = await gateway.signIn();
    pass(11 * HOUR_MS);
    expect((await browser.send('GET', '/api/v1/courses')).status).toBe(200);
    expect(await redis.pTTL(keyOf(browser))).toBeLessThanOrEqual(HOUR_MS);
    await redis.persist(keyOf(browser));
    pass(HOUR_MS + 1000);
    expect((await browser.send('GET', '/api/v1/courses')).status).toBe(401);
  });

  test('leaves nothing in Redis that could be used to sign in, no login and no address', async () => {
    const browser = await gateway.signIn();
    await signIn({ login: 'somebody-known', password: 'wrong' });
    const id = browser.cookie.split('=')[1] ?? '';
    for (const key of await redis.keys('*')) {
      const all = `${key} ${await redis.get(key)}`;
      for (const secret of [id, 'somebody-known', '127.0.0.1']) expect(all).not.toContain(secret);
    }
  });
});

describe('without Redis', () => {
  test('people are told to come back, and sessions go on when it is back', async () => {
    const { send, person } = await gateway.signIn();
    const ready = async () => (await fetch(`${gateway.url}/readyz`)).status;
    expect(await ready()).toBe(200);
    await gateway.redisGate.shut();
    try {
      await waitUntil(async () => (await ready()) === 503, { what: 'not ready' });
      for (const answer of [
        await send('GET', '/api/v1/courses'),
        await signIn({ login: person.login, password: PASSWORD }),
      ]) {
        expect(answer.headers.get('retry-after')).toBe('2');
        expect(await problemOf(answer)).toMatchObject({ status: 503, code: 'service_unavailable' });
      }
      expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
    } finally {
      await gateway.redisGate.open();
    }
    await waitUntil(async () => (await send('GET', '/api/v1/courses')).status === 200, {
      what: 'the session to go on',
    });
    expect(await ready()).toBe(200);
  });
});
