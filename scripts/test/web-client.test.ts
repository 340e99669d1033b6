import { describe, expect, it } from 'vitest';
import { functionOf, typeOf } from '../web-client.ts';

describe('types from a schema', () => {
  it.each([
    [{ type: 'integer' }, 'number'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ const: 'resync' }, '"resync"'],
    [{ type: 'string', enum: ['a', 'b'] }, '"a" | "b"'],
    [{ $ref: '#/components/schemas/Case' }, 'Case'],
    [{ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } }, '(string | null)[]'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, 'Readonly<Record<string, number>>'],
    [
      {
        type: 'object',
        properties: { id: { type: 'string' }, text: { type: 'string', description: 'Why' } },
        required: ['id'],
      },
      '{\nid: string;\n/** Why */\ntext?: string;\n}',
    ],
  ])('%j is %s', (schema, type) => {
    expect(typeOf(schema)).toBe(type);
  });

  it('are refused for what nobody has thought of, rather than guessed', () => {
    expect(() => typeOf({ type: 'file' })).toThrow('no TypeScript type');
    expect(() => typeOf({})).toThrow('no TypeScript type');
  });
});

describe('a function of an operation', () => {
  const outcome = { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Outcome' } } } } };
  const id = { name: 'outcomeId', in: 'path', required: true, schema: { type: 'string' } };

  it('takes its parameters, its body and the version it is about', () => {
    const operation = {
      operationId: 'editOutcome',
      summary: 'Edit an outcome',
      parameters: [id, { name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } }],
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/EditOutcome' } } } },
      responses: outcome,
    };
    expect(
      functionOf('/outcomes/{outcomeId}', 'put', operation),
    ).toBe(`/** Edit an outcome: PUT /outcomes/{outcomeId} */
export const editOutcome = ({ outcomeId, version, body }: { outcomeId: string; version: number; body: Api.EditOutcome }, options?: CallOptions): Promise<Api.Outcome> =>
  call(at\`/outcomes/\${outcomeId}\`, { method: 'PUT', body, version, ...options });`);
  });

  it('is not made of links, events and uploads, which pages do not call', () => {
    const operation = (responses: object) => ({ operationId: 'x', summary: '', responses: responses as never });
    expect(functionOf('/files', 'get', operation({ 303: {} }))).toBeNull();
    expect(
      functionOf('/events', 'get', operation({ 200: { content: { 'text/event-stream': { schema: {} } } } })),
    ).toBeNull();
    expect(functionOf('/uploads', 'post', operation({ 201: {} }))).toBeNull();
    expect(functionOf('/claim', 'delete', operation({ 204: {} }))).toContain('Promise<void>');
  });
});
