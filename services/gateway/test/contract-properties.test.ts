import { API_OPERATIONS, type OperationDefinition, type OperationId } from '@licheng/rest-contract';
import { propertySeed } from '@licheng/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, type Harness, startGateway } from './harness.ts';
import { SAMPLES } from './samples.ts';

let gateway: Harness;
let person: Browser;
beforeAll(async () => {
  gateway = await startGateway();
  person = await gateway.signIn();
  for (const { asks, answers, also } of Object.values(SAMPLES)) {
    if (asks !== null && asks !== 'upload') gateway.peers.answer(asks, () => answers ?? {});
    if (also !== undefined) gateway.peers.answer(also[0], () => also[1]);
  }
});
afterAll(() => gateway.stop());

type Id = keyof typeof SAMPLES;
const operations = (Object.entries(API_OPERATIONS) as [OperationId, OperationDefinition][]).filter(
  (entry): entry is [Id, OperationDefinition] => Object.hasOwn(SAMPLES, entry[0]) && entry[1].answer.kind === 'json',
);
const anyOperation = fc.constantFrom(...operations);

/** What people and their tools send when something has gone wrong: anything at all in place of one part that was right. */
const spoilt = (value: unknown): fc.Arbitrary<unknown> => {
  if (typeof value !== 'object' || value === null) return fc.oneof(fc.constant(value), fc.jsonValue());
  if (Array.isArray(value)) return fc.oneof(fc.tuple(...value.map(spoilt)), fc.jsonValue());
  const fields = Object.fromEntries(Object.entries(value).map(([name, field]) => [name, spoilt(field)]));
  return fc.oneof(
    { weight: 4, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.record(fields), fc.string(), fc.jsonValue())
        .map(([body, name, extra]) => ({ ...body, [name]: extra })),
    },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
};

const strangePart = fc.oneof(fc.uuid(), fc.nat().map(String), fc.string({ minLength: 1 }), fc.constant('document'));
const strangeHeader = fc.string({
  minLength: 1,
  unit: fc.constantFrom('"', 'W', '/', '*', '0', '3', '7', 'a', 'f', '-', ' '),
});

test('whatever is sent, the answer is a documented one and never an internal error', async () => {
  const anyCall = anyOperation.chain(([id, definition]) =>
    fc.record({
      id: fc.constant(id),
      method: fc.constant(definition.method.toUpperCase()),
      parts: fc.array(strangePart, { minLength: 4, maxLength: 4 }),
      keepPath: fc.boolean(),
      query: fc.option(fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 3 })),
      body: definition.body === undefined ? fc.constant(undefined) : spoilt(SAMPLES[id].body),
      ifMatch: fc.option(strangeHeader),
      key: fc.option(strangeHeader),
    }),
  );
  await fc.assert(
    fc.asyncProperty(anyCall, async ({ id, method, parts, keepPath, query, body, ifMatch, key }) => {
      const sample = SAMPLES[id];
      let next = 0;
      const strange = API_OPERATIONS[id].path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(parts[next++] ?? 'x'));
      const asked = query === null ? '' : `?${new URLSearchParams(query).toString()}`;
      const answer = await person.send(method, `/api/v1${keepPath ? sample.path : strange + asked}`, body, {
        ...sample.headers,
        ...(ifMatch === null ? {} : { 'if-match': ifMatch }),
        ...(key === null ? {} : { 'idempotency-key': key }),
      });
      // `send` itself refuses undocumented answers.
      expect(answer.status).not.toBe(500);
      await answer.body?.cancel();
    }),
    { seed: propertySeed(), numRuns: 400 },
  );
});
