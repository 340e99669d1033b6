import { createHash, randomUUID } from 'node:crypto';
import { type ErrorCode, LichengError } from '@licheng/portfolio-rules';
import {
  API_OPERATIONS,
  HTTP_STATUS,
  type OperationDefinition,
  type OperationId,
  errorCodesOf,
  mayBeNothing,
  problemOf,
} from '@licheng/rest-contract';
import { createClient } from '@redis/client';
import { waitUntil } from '@licheng/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentedAnswers, exercised } from './conformance.ts';
import { type Browser, type Harness, PASSWORD, problemOf as problemIn, startGateway } from './harness.ts';
import { SAMPLES, type Sample } from './samples.ts';

let gateway: Harness;
let person: Browser;
beforeAll(async () => {
  gateway = await startGateway();
  person = await gateway.signIn();
});
afterAll(() => gateway.stop());

interface Call {
  path?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Left out of what the sample sends. */
  without?: string;
}
type Operation = readonly [id: keyof typeof SAMPLES, definition: OperationDefinition, sample: Sample];

const operations: Operation[] = Object.entries(SAMPLES).map(([id, sample]) => [
  id as keyof typeof SAMPLES,
  API_OPERATIONS[id as OperationId],
  sample,
]);

async function send([, { method, body }, sample]: Operation, call: Call = {}): Promise<Response> {
  const abort = new AbortController();
  const headers = { ...sample.headers, ...call.headers };
  const answer = await person.send(
    method.toUpperCase(),
    `/api/v1${call.path ?? sample.path}`,
    call.body ?? sample.body ?? (body === undefined ? undefined : {}),
    Object.fromEntries(Object.entries(headers).filter(([name]) => name !== call.without)),
    { signal: abort.signal, ...(call.without === undefined ? {} : { without: call.without }) },
  );
  // Events would come for ever.
  if (answer.headers.get('content-type') === 'text/event-stream') abort.abort();
  return answer;
}

/** Lets whoever stands behind an operation answer as in its sample, or refuse. */
function behind([, { answer }, { asks, answers, also, answerHeaders }]: Operation, refusal?: ErrorCode | Error): void {
  if (also !== undefined) gateway.peers.answer(also[0], () => also[1]);
  const error = typeof refusal === 'string' ? new LichengError(refusal) : refusal;
  if (asks === 'upload') {
    gateway.onUpload((_, response) => {
      if (error === undefined) response.writeHead(answer.status, answerHeaders).end();
      else {
        const body = problemOf(error instanceof LichengError ? error : new LichengError('internal'));
        const wait = [429, 503].includes(body.status) ? { 'retry-after': '2' } : {};
        response.writeHead(body.status, { 'content-type': 'application/problem+json', ...wait });
        response.end(JSON.stringify(body));
      }
    });
  } else if (asks !== null) {
    gateway.peers.answer(asks, () => {
      if (error !== undefined) throw error;
      return answers ?? {};
    });
  }
}

const sessionKey = () =>
  `session:${createHash('sha256')
    .update(person.cookie.split('=')[1] ?? '')
    .digest('hex')}`;

async function codeOf(answer: Response): Promise<string> {
  return answer.status === 404 && answer.body === null ? 'not_found' : (await problemIn(answer)).code;
}

describe.each(operations)('%s', (...operation: Operation) => {
  const [id, definition, sample] = operation;
  const codes = errorCodesOf(definition);
  const bodiless = definition.method === 'head';

  test('answers as it is documented to', async () => {
    behind(operation);
    const answer = await send(operation);
    expect(answer.status).toBe(definition.answer.status);
  });

  const foreseen = new Set<ErrorCode>([
    'authentication_required',
    'csrf_token_invalid',
    'precondition_required',
    ...(sample.asks === null ? (['internal', 'service_unavailable'] as const) : []),
  ]);
  test.each([...codes].filter((code) => !foreseen.has(code)))('passes on %s', async (code) => {
    behind(operation, code === 'internal' ? new Error('password is hunter2') : code);
    const answer = await send(operation);
    expect(answer.status).toBe(HTTP_STATUS[code]);
    if (!bodiless) expect(await codeOf(answer)).toBe(code);
  });

  if (definition.access === 'session') {
    test('refuses whoever is not signed in', async () => {
      expect((await send(operation, { headers: { cookie: 'other=1' } })).status).toBe(401);
    });
  }
  if (codes.has('csrf_token_invalid')) {
    test('refuses what another site could send', async () => {
      expect(await codeOf(await send(operation, { headers: { 'x-csrf-token': 'guess' } }))).toBe('csrf_token_invalid');
    });
  }
  if (definition.params !== undefined) {
    test('finds nothing under ids that cannot be, and refuses paths nobody can read', async () => {
      const parameters = Object.keys(definition.params?.shape ?? {});
      for (const name of parameters) {
        const values = definition.path
          .split('/')
          .map((part, i) => (part === `{${name}}` ? 'x1' : sample.path.split('/')[i]));
        expect((await send(operation, { path: values.join('/') })).status, name).toBe(404);
      }
      const unreadable = definition.path.replaceAll(/\{\w+\}/g, '%E0%A4%A');
      expect((await send(operation, { path: unreadable })).status).toBe(400);
    });
  }
  if (definition.body !== undefined) {
    test('refuses bodies with something unknown, something missing or nothing to read', async () => {
      for (const body of [{ ...sample.body, extra: 1 }, '{', '[]', 'null', '"text"']) {
        expect(await codeOf(await send(operation, { body })), JSON.stringify(body)).toBe('invalid_request');
      }
    });
  }
  if (definition.query !== undefined) {
    test('refuses questions with something unknown', async () => {
      const path = `${sample.path}${sample.path.includes('?') ? '&' : '?'}extra=1`;
      expect(await problemIn(await send(operation, { path }))).toMatchObject({
        code: 'invalid_request',
      });
    });
  }
  if (definition.ifMatch === true) {
    test('changes nothing unless it is said which version', async () => {
      expect(await codeOf(await send(operation, { without: 'if-match' }))).toBe('precondition_required');
      for (const etag of ['3', 'W/"3"', '*', '"0"', '"x"']) {
        expect(await problemIn(await send(operation, { headers: { 'if-match': etag } }))).toMatchObject({
          code: 'invalid_request',
          details: { fields: 'If-Match' },
        });
      }
    });
  }
  if (definition.idempotencyKey === true) {
    test('is answered once for each key, whatever is sent with it', async () => {
      behind(operation);
      const key = randomUUID();
      const before = gateway.peers.calls.length;
      const answers = [
        await send(operation, { headers: { 'idempotency-key': key } }),
        await send(operation, { headers: { 'idempotency-key': key } }),
      ];
      const texts = await Promise.all(answers.map((answer) => answer.text()));
      expect(texts[1]).toBe(texts[0]);
      expect(answers[1]?.headers.get('etag')).toBe(answers[0]?.headers.get('etag'));
      expect(gateway.peers.calls.length - before).toBe(1);
      const other = differing(operation);
      if (other !== undefined) {
        expect(await codeOf(await send(operation, { ...other, headers: { 'idempotency-key': key } }))).toBe(
          'idempotency_key_reused',
        );
      }
      for (const refused of ['', 'short', 'x'.repeat(200)]) {
        expect(await problemIn(await send(operation, { headers: { 'idempotency-key': refused } }))).toMatchObject({
          details: { fields: 'Idempotency-Key' },
        });
      }
      expect(await codeOf(await send(operation, { without: 'idempotency-key' }))).toBe('invalid_request');
    });
  }
  if (mayBeNothing(definition.answer)) {
    test('says that there is nothing to whoever is not signed in', async () => {
      expect((await send(operation, { headers: { cookie: 'other=1' } })).status).toBe(204);
    });
  }
  if (sample.asks === null && codes.has('internal')) {
    test('says so when Redis holds what nobody can read', async () => {
      const redis = createClient({ url: gateway.redisUrl });
      await redis.connect();
      const key = sessionKey();
      const stored = (await redis.get(key)) ?? '';
      try {
        await redis.set(key, '{');
        expect(await codeOf(await send(operation))).toBe('internal');
      } finally {
        await redis.set(key, stored);
        redis.destroy();
      }
    });
  }
  if (id === 'discoverUploads') {
    test('tells another version of tus which one is spoken', async () => {
      gateway.onUpload((_, response) => void response.writeHead(412, { 'tus-version': '1.0.0' }).end());
      for (const one of operations.filter(([, { answer }]) => answer.kind === 'tus')) {
        expect((await send(one)).status).toBe(412);
      }
    });
  }
});

/** The same operation with other contents or about something else; nothing where there is nothing that could differ. */
function differing([, { path }, sample]: Operation): Call | undefined {
  const changed = JSON.stringify(sample.body ?? {}).replace(/[0-9a-f]{12}(?=")|"3"|:3\b/, (found) =>
    found === ':3' ? ':4' : randomUUID().slice(-12),
  );
  if (sample.body !== undefined) return { body: changed };
  return path.includes('{') ? { path: sample.path.replace(/[0-9a-f-]{36}/, randomUUID()) } : undefined;
}

describe('signing in and out', () => {
  const signIn = (body: unknown, headers: Record<string, string> = {}) =>
    gateway.visit('POST', '/api/v1/session', body, headers);

  test('answer as documented, whatever goes wrong', async () => {
    const { login } = gateway.person();
    expect((await signIn({ login, password: PASSWORD })).status).toBe(201);
    expect((await signIn({ login, password: 'wrong' })).status).toBe(401);
    expect((await signIn({ login, password: PASSWORD, extra: 1 })).status).toBe(400);
    expect((await signIn({ login, password: PASSWORD }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    for (const refusal of [
      new LichengError('too_many_attempts'),
      new LichengError('service_unavailable'),
      new Error('x'),
    ]) {
      const restore = gateway.peers.answer('IdentityService/Authenticate', () => {
        throw refusal;
      });
      const expected = refusal instanceof LichengError ? HTTP_STATUS[refusal.code] : 500;
      expect((await signIn({ login, password: PASSWORD })).status).toBe(expected);
      restore();
    }
    const leaving = await gateway.signIn();
    expect((await leaving.send('DELETE', '/api/v1/session', undefined, { 'x-csrf-token': '' })).status).toBe(403);
    const redis = createClient({ url: gateway.redisUrl });
    await redis.connect();
    for (const key of await redis.keys('session:*')) if (key !== sessionKey()) await redis.set(key, '{');
    redis.destroy();
    expect((await leaving.send('DELETE', '/api/v1/session')).status).toBe(500);
    const another = await gateway.signIn();
    expect((await another.send('DELETE', '/api/v1/session')).status).toBe(204);
  });
});

test('without Redis everything but the public answers says when to come back', async () => {
  const another = await gateway.signIn();
  await gateway.redisGate.shut();
  try {
    await waitUntil(async () => (await fetch(`${gateway.url}/readyz`)).status === 503, { what: 'Redis to be missed' });
    for (const operation of operations.filter(([id, { access }]) => access === 'session' || id === 'getSession')) {
      expect((await send(operation)).status, operation[0]).toBe(503);
    }
    expect((await another.send('DELETE', '/api/v1/session')).status).toBe(503);
  } finally {
    await gateway.redisGate.open();
  }
  await waitUntil(async () => (await fetch(`${gateway.url}/readyz`)).ok, { what: 'Redis to be back' });
});

test('nothing is documented that was not seen here', () => {
  expect(documentedAnswers().filter((answer) => !exercised.has(answer))).toEqual([]);
});
