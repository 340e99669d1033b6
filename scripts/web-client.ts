import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './run.ts';

/** The part of JSON Schema the API's description uses. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  description?: string;
}
interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: Schema;
}
interface Operation {
  operationId: string;
  summary: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const HEAD = '// Generated from the API’s description by `npm run generate`; do not edit.\n';
const PLAIN: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
};

/** @throws Error for anything the description has not used before: a guess would be a wrong type. */
export function typeOf(schema: Schema, prefix = ''): string {
  if (schema.$ref !== undefined) return prefix + schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  const several = schema.anyOf ?? schema.oneOf;
  if (several !== undefined) return several.map((one) => typeOf(one, prefix)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.items !== undefined) {
    const item = typeOf(schema.items, prefix);
    return /[|{]/.test(item) ? `(${item})[]` : `${item}[]`;
  }
  if (schema.properties !== undefined) return objectOf(schema, prefix);
  if (typeof schema.additionalProperties === 'object') {
    return `Readonly<Record<string, ${typeOf(schema.additionalProperties, prefix)}>>`;
  }
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? ''];
  return types
    .map((type) => {
      const known = PLAIN[type];
      if (known === undefined) throw new Error(`no TypeScript type for ${JSON.stringify(schema)}`);
      return known;
    })
    .join(' | ');
}

function objectOf({ properties = {}, required = [] }: Schema, prefix: string): string {
  const fields = Object.entries(properties).map(([name, field]) => {
    const comment = field.description === undefined ? '' : `/** ${field.description} */\n`;
    return `${comment}${name}${required.includes(name) ? '' : '?'}: ${typeOf(field, prefix)};`;
  });
  return `{\n${fields.join('\n')}\n}`;
}

function typesFile({ components }: Description): string {
  const types = Object.entries(components.schemas).map(([name, schema]) => {
    const comment = schema.description === undefined ? '' : `/** ${schema.description} */\n`;
    return `${comment}export type ${name} = ${typeOf(schema)};`;
  });
  return `${HEAD}\n${types.join('\n\n')}\n`;
}

/** A description of an argument whose values are all strings and numbers. */
const fieldsOf = (parameters: Parameter[]): string[] =>
  parameters.map(({ name, required, schema }) =>
    required ? `${name}: ${typeOf(schema, 'Api.')}` : `${name}?: ${typeOf(schema, 'Api.')} | null | undefined`,
  );

/** One function; null for what a page does not call: the browser follows links, hears events and sends files by itself. */
export function functionOf(path: string, method: string, operation: Operation): string | null {
  const [status, success] = Object.entries(operation.responses).find(([code]) => Number(code) < 300) ?? [];
  if (success === undefined || status === undefined) return null;
  const answer = success.content?.['application/json']?.schema;
  if (answer !== undefined && answer.$ref === undefined) return null;
  if (answer === undefined && (success.content !== undefined || path.startsWith('/uploads'))) return null;

  const { parameters = [], requestBody } = operation;
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const versioned = parameters.some((parameter) => parameter.name === 'If-Match');
  const body = requestBody?.content['application/json']?.schema;

  const fields = [
    ...fieldsOf(inPath),
    ...fieldsOf(inQuery),
    ...(versioned ? ['version: number'] : []),
    ...(body === undefined ? [] : [`body: ${typeOf(body, 'Api.')}`]),
  ];
  const names = fields.map((field) => /^\w+/.exec(field)?.[0] ?? '');
  const given = fields.length === 0 ? '' : `{ ${names.join(', ')} }: { ${fields.join('; ')} }, `;
  const query = inQuery.length === 0 ? '' : ` + queryString({ ${inQuery.map(({ name }) => name).join(', ')} })`;
  const target = `at\`${path.replaceAll('{', '${')}\`${query}`;
  const sent = [
    ...(method === 'get' ? [] : [`method: '${method.toUpperCase()}'`]),
    ...(body === undefined ? [] : ['body']),
    ...(versioned ? ['version'] : []),
  ];
  const options = sent.length === 0 ? 'options' : `{ ${sent.join(', ')}, ...options }`;
  const orNothing = status !== '204' && operation.responses['204'] !== undefined ? ' | undefined' : '';
  const result = answer === undefined ? 'void' : typeOf(answer, 'Api.') + orNothing;
  return `/** ${operation.summary}: ${method.toUpperCase()} ${path} */
export const ${operation.operationId} = (${given}options?: CallOptions): Promise<${result}> =>
  call(${target}, ${options});`;
}

function operationsFile({ paths }: Description): string {
  const functions = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => functionOf(path, method, operation) ?? []),
  );
  return `${HEAD}
import { at, call, type CallOptions, queryString } from '../client.ts';
import type * as Api from './types.ts';

${functions.join('\n\n')}
`;
}

async function writeIfChanged(file: string, text: string): Promise<void> {
  const current = existsSync(file) ? await readFile(file, 'utf8') : '';
  if (current !== text) await writeFile(file, text);
}

export const WEB_CLIENT_OUT = join(root, 'web/src/api/generated');
const DESCRIPTION_OUT = join(root, 'docs/api/generated');

/**
 * The API's description and the web client that is made from it. Our own few lines, because the generators there are need the compiler's programming interface, which TypeScript 7 does not have, or bring
 * a runtime of their own into the student's bundle; and both ends are ours, so that only what we say must be understood.
 */
export async function writeWebClient(): Promise<void> {
  const { openApiDocument } = await import('../packages/rest-contract/src/openapi.ts');
  const document = openApiDocument();
  const description = document as unknown as Description;
  for (const folder of [WEB_CLIENT_OUT, DESCRIPTION_OUT]) await mkdir(folder, { recursive: true });
  await writeIfChanged(join(DESCRIPTION_OUT, 'openapi.json'), `${JSON.stringify(document, null, 1)}\n`);
  await writeIfChanged(join(WEB_CLIENT_OUT, 'types.ts'), typesFile(description));
  await writeIfChanged(join(WEB_CLIENT_OUT, 'operations.ts'), operationsFile(description));
}
