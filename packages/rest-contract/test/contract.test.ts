import { ERROR_CODES } from '@licheng/portfolio-rules';
import { describe, expect, it } from 'vitest';
import {
  API_OPERATIONS,
  ERROR_TITLES,
  LANGUAGES,
  type OperationDefinition,
  TAGS,
  errorCodesOf,
  languageFor,
  problemOf,
} from '../src/index.ts';
import { openApiDocument } from '../src/openapi.ts';
import { LichengError } from '@licheng/portfolio-rules';

const operations = Object.entries(API_OPERATIONS) as [string, OperationDefinition][];

describe('error titles', () => {
  it('exist for every code in both languages, in that language', () => {
    expect(Object.keys(ERROR_TITLES).toSorted()).toEqual([...ERROR_CODES].toSorted());
    for (const titles of Object.values(ERROR_TITLES)) {
      expect(Object.keys(titles)).toEqual([...LANGUAGES]);
      expect(titles['zh-Hant']).toMatch(/\p{Script=Han}/u);
      expect(titles.en).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  it.each([
    [undefined, 'zh-Hant'],
    ['', 'zh-Hant'],
    ['de, fr;q=0.5', 'zh-Hant'],
    ['en-GB,en;q=0.9,zh-TW;q=0.8', 'en'],
    ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-Hant'],
    ['en;q=0, zh;q=0.1', 'zh-Hant'],
    ['EN', 'en'],
    ['en;q=x', 'zh-Hant'],
  ])('are in the language Accept-Language %j asks for: %s', (header, language) => {
    expect(languageFor(header)).toBe(language);
  });

  it('are what a problem says, beside its stable code', () => {
    expect(problemOf(new LichengError('window_closed', { operation: 'submit' }), undefined, 'en')).toEqual({
      type: 'urn:licheng:error:window_closed',
      title: 'The window is closed now',
      status: 409,
      code: 'window_closed',
      details: { operation: 'submit' },
    });
  });
});

describe('the operations', () => {
  it('have one path and method each, and words in both languages', () => {
    const places = operations.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
    for (const [id, { summary }] of operations) {
      expect(summary['zh-Hant'], id).toMatch(/\p{Script=Han}|OpenAPI|tus/u);
      expect(summary.en, id).toMatch(/[a-z]/);
    }
  });

  it('declare every placeholder of their path, and no other parameter', () => {
    for (const [id, { path, params }] of operations) {
      const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(params?.shape ?? {}), id).toEqual(placeholders);
    }
  });

  it('take an Idempotency-Key with every POST of a person, and If-Match wherever a version is edited', () => {
    for (const [id, definition] of operations) {
      const { method, access, tag, idempotencyKey } = definition;
      const wanted = method === 'post' && access === 'session';
      // tus has a protocol of its own, whose clients know nothing of the key.
      expect(idempotencyKey, id).toBe(wanted ? (tag === 'uploads' ? 'optional' : true) : undefined);
    }
    expect(operations.filter(([, { ifMatch }]) => ifMatch === true).map(([id]) => id)).toEqual([
      'editOutcome',
      'deleteOutcome',
    ]);
  });

  it('may refuse with a missing session, a missing token and trouble of ours wherever those can be', () => {
    for (const [id, definition] of operations.filter(([, { access }]) => access === 'session')) {
      const codes = errorCodesOf(definition);
      for (const code of ['authentication_required', 'service_unavailable', 'internal'] as const) {
        expect(codes.has(code), `${id} ${code}`).toBe(true);
      }
      const reads = definition.method === 'get' || definition.method === 'head';
      expect(codes.has('csrf_token_invalid'), id).toBe(!reads);
    }
  });
});

describe('the OpenAPI description', () => {
  const document = openApiDocument();
  const text = JSON.stringify(document);

  it('describes every operation once, under its own id', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method} ${path}`),
    );
    expect(described.toSorted()).toEqual(
      operations.map(([id, { method, path }]) => `${id} ${method} ${path}`).toSorted(),
    );
    expect(document.tags.map((tag) => tag['name'])).toEqual(Object.keys(TAGS));
  });

  it('points only at what it holds, and holds nothing it does not point at', () => {
    const refs = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? ''));
    const held = (kind: 'schemas' | 'responses') =>
      Object.keys(document.components[kind]).map((name) => `#/components/${kind}/${name}`);
    const all = new Set([...held('schemas'), ...held('responses')]);
    expect([...refs].filter((ref) => !all.has(ref))).toEqual([]);
    expect(held('schemas').filter((name) => !refs.has(name))).toEqual(['#/components/schemas/LiveEvent']);
  });

  it('lets answers grow and refuses unknown fields in requests', () => {
    const { schemas } = document.components;
    expect(schemas['Outcome']).not.toHaveProperty('additionalProperties');
    expect(schemas['AddOutcome']).toHaveProperty('additionalProperties', false);
    expect(schemas['AddOutcome']?.['required']).toEqual(['outcomeId']);
  });

  it('is plain JSON without anything undefined, and says nothing of how TypeScript sees it', () => {
    expect(JSON.parse(text)).toEqual(structuredClone(document));
    for (const word of ['readOnly', 'MAX_SAFE', '9007199254740991', '$schema']) expect(text).not.toContain(word);
  });
});
