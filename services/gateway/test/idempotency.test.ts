import { randomUUID } from 'node:crypto';
import { LichengError } from '@licheng/portfolio-rules';
import { createClient } from '@redis/client';
import { waitUntil } from '@licheng/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Browser, type Harness, problemOf, startGateway } from './harness.ts';
import { SAMPLES } from './samples.ts';

let gateway: Harness;
let student: Browser;
beforeAll(async () => {
  gateway = await startGateway();
  student = await gateway.signIn();
});
afterAll(() => gateway.stop());
beforeEach(() => {
  gateway.peers.calls.length = 0;
  gateway.peers.answer('CourseRecordService/AddOutcome', () => SAMPLES.addOutcome.answers ?? {});
});

const add = (key: string, body: object = SAMPLES.addOutcome.body ?? {}, browser = student) =>
  browser.send('POST', `/api/v1${SAMPLES.addOutcome.path}`, body, { 'idempotency-key': key });

test('ten calls at once with one key are one, and all are told the same', async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  gateway.peers.answer('CourseRecordService/AddOutcome', async () => {
    await gate;
    return SAMPLES.addOutcome.answers ?? {};
  });
  const key = randomUUID();
  const all = Array.from({ length: 10 }, () => add(key));
  await waitUntil(() => gateway.peers.calls.length === 1, { what: 'the first to arrive' });
  release();
  const texts = await Promise.all(all.map(async (answer) => (await answer).text()));
  expect(new Set(texts).size).toBe(1);
  expect((await all[0])?.status).toBe(201);
  expect(gateway.peers.calls).toHaveLength(1);
});

test('a key that comes with other contents is refused and does nothing', async () => {
  const key = randomUUID();
  expect((await add(key)).status).toBe(201);
  const other = { ...SAMPLES.addOutcome.body, summary: '別的簡述' };
  expect(await problemOf(await add(key, other))).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  expect(gateway.peers.calls).toHaveLength(1);
});

test('a refusal is remembered too: what the first call was told stays true for its repeats', async () => {
  gateway.peers.answer('CourseRecordService/AddOutcome', () => {
    throw new LichengError('window_closed', { operation: 'upload' });
  });
  const key = randomUUID();
  const first = await problemOf(await add(key));
  gateway.peers.answer('CourseRecordService/AddOutcome', () => SAMPLES.addOutcome.answers ?? {});
  expect(await problemOf(await add(key))).toEqual(first);
  expect((await add(randomUUID())).status).toBe(201);
});

test.each(['service_unavailable', 'internal'] as const)('after %s a repeat is a new attempt', async (code) => {
  gateway.peers.answer('CourseRecordService/AddOutcome', () => {
    throw new LichengError(code);
  });
  const key = randomUUID();
  expect((await problemOf(await add(key))).code).toBe(code);
  gateway.peers.answer('CourseRecordService/AddOutcome', () => SAMPLES.addOutcome.answers ?? {});
  expect((await add(key)).status).toBe(201);
});

test('two people may choose the same key', async () => {
  const key = randomUUID();
  const other = await gateway.signIn();
  gateway.peers.calls.length = 0;
  expect((await add(key)).status).toBe(201);
  expect((await add(key, { ...SAMPLES.addOutcome.body, summary: '自己的' }, other)).status).toBe(201);
  expect(gateway.peers.calls).toHaveLength(2);
});

test('what Redis keeps for a day tells nothing to whoever reads it there', async () => {
  const key = randomUUID();
  await add(key);
  const redis = createClient({ url: gateway.redisUrl });
  await redis.connect();
  try {
    const names = await redis.keys('idempotency:*');
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const stored = (await redis.get(name)) ?? '';
      const all = `${name} ${stored} ${Buffer.from(stored, 'base64').toString()}`;
      for (const secret of [key, student.person.id, '陳老師', 'outcomeId']) expect(all).not.toContain(secret);
      expect(await redis.pTTL(name)).toBeGreaterThan(0);
    }
    const [longest] = (await Promise.all(names.map((name) => redis.pTTL(name)))).toSorted((a, b) => b - a);
    expect(longest).toBeGreaterThan(23 * 3_600_000);
    expect(longest).toBeLessThanOrEqual(24 * 3_600_000);
  } finally {
    redis.destroy();
  }
});

test('when Redis has lost it, the call is made again: the ids the client chose are the second wall', async () => {
  const key = randomUUID();
  await add(key);
  const redis = createClient({ url: gateway.redisUrl });
  await redis.connect();
  for (const name of await redis.keys('idempotency:*')) await redis.del(name);
  redis.destroy();
  expect((await add(key)).status).toBe(201);
  const ids = gateway.peers.calls.map(({ request }) => request['outcomeId']);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});
