import { ERROR_CODES, type ErrorCode } from '@licheng/portfolio-rules';
import { z } from 'zod';
import { ERROR_TITLES } from './error-titles.ts';
import { API_OPERATIONS } from './operations/index.ts';
import { type Answer, type OperationDefinition, TAGS, errorCodesOf, mayBeNothing } from './operations/operation.ts';
import { HTTP_STATUS } from './problem.ts';
import { components, problem } from './resources/schema.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
type JsonObject = Record<string, Json | undefined>;

/** What readers of the description rely on; the rest is plain JSON. */
export interface OpenApi {
  openapi: '3.1.0';
  info: JsonObject;
  servers: JsonObject[];
  tags: JsonObject[];
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { schemas: Record<string, JsonObject>; responses: JsonObject; securitySchemes: JsonObject };
}
export interface OpenApiOperation extends JsonObject {
  operationId: string;
  summary: string;
  tags: string[];
}

const PROBLEM_TYPE = 'application/problem+json';
const HEADERS: Readonly<Record<string, string>> = {
  ETag: 'The version in quotes, for `If-Match`.',
  Location: 'Where it is.',
  'Retry-After': 'Seconds to wait before another attempt.',
  'Upload-Offset': 'Bytes received so far.',
  'Upload-Length': 'Bytes in all.',
  'Upload-Expires': 'When an unfinished upload is thrown away.',
  'Tus-Version': 'Versions of tus that are spoken.',
  'Tus-Extension': 'Extensions of tus that are spoken.',
  'Tus-Max-Size': 'Bytes of the largest file any slot takes.',
};

const refTo = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

function tidy({ jsonSchema: schema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  delete schema.$id;
  delete schema.$schema;
  // Said of a TypeScript type, not of the API.
  delete schema.readOnly;
  if (schema.format !== undefined) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

/** Answers may grow: a client passes over fields it does not know. Requests may not: a slip of the pen is refused. */
function tidyAnswer(context: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  tidy(context);
  if (context.jsonSchema.additionalProperties === false) delete context.jsonSchema.additionalProperties;
}

const uri = (name: string): string => `#/components/schemas/${name}`;
const own = (schema: object): JsonObject => {
  const { $id: _id, $schema: _schema, ...rest } = schema as JsonObject;
  return rest;
};

function nameOf(schema: z.ZodType): string {
  const name = components.get(schema)?.id;
  if (name === undefined) throw new Error('a body of the API has no name');
  return name;
}

function schemas(bodies: ReadonlySet<string>): Record<string, JsonObject> {
  const output = z.toJSONSchema(components, { uri, io: 'output', override: tidyAnswer }).schemas;
  const input = z.toJSONSchema(components, { uri, io: 'input', override: tidy }).schemas;
  return Object.fromEntries(
    Object.keys(output)
      .toSorted()
      .map((name) => [name, own((bodies.has(name) ? input : output)[name] ?? {})]),
  );
}

function parametersIn(place: 'path' | 'query', given: z.ZodObject | undefined): JsonObject[] {
  if (given === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(given, { io: 'input', override: tidy });
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = schema as JsonObject;
    return {
      name,
      in: place,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

const header = (name: string, description: string, schema: JsonObject, required = true): JsonObject => ({
  name,
  in: 'header',
  required,
  description,
  schema,
});

function headerParameters({ ifMatch, idempotencyKey }: OperationDefinition): JsonObject[] {
  return [
    ...(ifMatch === true
      ? [
          header('If-Match', 'The version it is about, in quotes, as its ETag said.', {
            type: 'string',
            examples: ['"3"'],
          }),
        ]
      : []),
    ...(idempotencyKey === undefined
      ? []
      : [
          header(
            'Idempotency-Key',
            'A new UUID for each new intent, the same for its repeats. Kept for 24 hours.',
            { type: 'string', format: 'uuid' },
            idempotencyKey === true,
          ),
        ]),
  ];
}

const headersOf = (names: readonly string[]): JsonObject =>
  names.length === 0
    ? {}
    : {
        headers: Object.fromEntries(
          names.map((name) => [name, { description: HEADERS[name], schema: { type: 'string' } }]),
        ),
      };

function success(answer: Answer): JsonObject {
  switch (answer.kind) {
    case 'json':
      return {
        description: answer.status === 201 ? 'Created' : 'OK',
        ...headersOf(answer.etag ? ['ETag'] : []),
        content: { 'application/json': { schema: refTo(nameOf(answer.schema)) } },
      };
    case 'empty':
      return { description: 'Done' };
    case 'link':
      return { description: 'A signed link that is good for a few minutes', ...headersOf(['Location']) };
    case 'events':
      return {
        description: `Events, each \`data\` a \`${nameOf(answer.schema)}\``,
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      };
    case 'tus':
      return { description: 'Done', ...headersOf(answer.headers) };
    default:
      return { description: 'OpenAPI 3.1', content: { 'application/json': { schema: { type: 'object' } } } };
  }
}

function refusal(status: number, codes: readonly ErrorCode[], bodiless: boolean): JsonObject {
  return {
    description: codes.map((code) => `\`${code}\` ${ERROR_TITLES[code].en}`).join('; '),
    ...headersOf(status === 503 || status === 429 ? ['Retry-After'] : []),
    ...(bodiless
      ? {}
      : {
          content: {
            [PROBLEM_TYPE]: { schema: { ...refTo(nameOf(problem)), properties: { code: { enum: [...codes] } } } },
          },
        }),
  };
}

function refusals(definition: OperationDefinition): Record<string, JsonObject> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...errorCodesOf(definition)].toSorted()) {
    byStatus.set(HTTP_STATUS[code], [...(byStatus.get(HTTP_STATUS[code]) ?? []), code]);
  }
  // RFC 9110: an answer to HEAD has no content.
  const bodiless = definition.method === 'head';
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      codes.length === 1 && !bodiless
        ? { $ref: `#/components/responses/${String(codes[0])}` }
        : refusal(status, codes, bodiless),
    ]),
  );
}

function security({ access, method }: OperationDefinition): Json[] {
  if (access === 'anyone') return [];
  return [{ session: [], ...(method === 'get' || method === 'head' ? {} : { csrfToken: [] }) }];
}

function describe(operationId: string, definition: OperationDefinition): OpenApiOperation {
  const { params, query, body, answer, summary, tag } = definition;
  const parameters = [
    ...parametersIn('path', params),
    ...parametersIn('query', query),
    ...headerParameters(definition),
  ];
  return {
    operationId,
    tags: [tag],
    summary: summary.en,
    'x-summary': { ...summary },
    security: security(definition),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: refTo(nameOf(body)) } } } }),
    responses: {
      [answer.status]: success(answer),
      ...(mayBeNothing(answer) ? { 204: { description: 'Nothing' } } : {}),
      ...(answer.kind === 'tus' && definition.method !== 'options'
        ? { 412: { description: 'Another version of tus is spoken here', ...headersOf(['Tus-Version']) } }
        : {}),
      ...refusals(definition),
    },
  };
}

/** OpenAPI 3.1 of /api/v1, made from the very schemas that validate. */
export function openApiDocument(): OpenApi {
  const operations = Object.entries(API_OPERATIONS) as [string, OperationDefinition][];
  const bodies = new Set(operations.flatMap(([, { body }]) => (body === undefined ? [] : [nameOf(body)])));
  const paths: OpenApi['paths'] = {};
  for (const [operationId, definition] of operations) {
    paths[definition.path] = { ...paths[definition.path], [definition.method]: describe(operationId, definition) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Licheng 歷程',
      version: '1',
      summary: 'The course learning record of Taiwan’s learning portfolio',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      'x-error-titles': Object.fromEntries(Object.entries(ERROR_TITLES).map(([code, titles]) => [code, { ...titles }])),
    },
    servers: [{ url: '/api/v1' }],
    tags: Object.entries(TAGS).map(([name, titles]) => ({
      name,
      description: titles.en,
      'x-description': { ...titles },
    })),
    paths,
    components: {
      schemas: schemas(bodies),
      responses: Object.fromEntries(ERROR_CODES.map((code) => [code, refusal(HTTP_STATUS[code], [code], false)])),
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-licheng_session' },
        csrfToken: {
          type: 'apiKey',
          in: 'header',
          name: 'X-CSRF-Token',
          description: '`csrfToken` of the session, with every call that changes something.',
        },
      },
    },
  };
}
