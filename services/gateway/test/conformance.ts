import {
  API_OPERATIONS,
  HTTP_STATUS,
  type OperationDefinition,
  type OperationId,
  errorCodesOf,
  mayBeNothing,
  problem,
} from '@licheng/rest-contract';

const OPERATIONS = Object.entries(API_OPERATIONS) as [OperationId, OperationDefinition][];
const PATTERNS = OPERATIONS.map(([id, definition]) => ({
  id,
  definition,
  pattern: new RegExp(`^/api/v1${definition.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** What an answer was, in one word: its status when it succeeded, its code when it was a refusal. */
export type Exercised = `${OperationId} ${string}`;
export const exercised = new Set<Exercised>();

/** Every answer any test of this service gets goes through here. @throws Error for what the API's description does not say. */
export async function requireDocumented(method: string, path: string, answer: Response): Promise<void> {
  const [pathname = ''] = path.split('?');
  const matches = PATTERNS.filter(
    ({ definition, pattern }) => definition.method === method.toLowerCase() && pattern.test(pathname),
  );
  // The more literal path wins, as it does in the gateway.
  const found = matches.toSorted((a, b) => placeholders(a.definition) - placeholders(b.definition))[0];
  if (found === undefined) {
    if (pathname.startsWith('/api/v1/') && answer.status !== 404)
      throw new Error(`${method} ${path} is not documented`);
    return;
  }
  const { id, definition } = found;
  const undocumented = (what: string): Error => new Error(`${id} answered ${answer.status}: ${what}`);
  const type = answer.headers.get('content-type') ?? '';

  if (answer.status === definition.answer.status) {
    exercised.add(`${id} ${answer.status}`);
    await requireSuccess(definition, answer, type, undocumented);
    return;
  }
  if (mayBeNothing(definition.answer) && answer.status === 204) {
    if ((await answer.clone().text()) !== '') throw undocumented('a body');
    exercised.add(`${id} 204`);
    return;
  }
  if (definition.answer.kind === 'tus' && answer.status === 412) return;
  if (definition.method === 'head') {
    const codes = [...errorCodesOf(definition)].filter((code) => HTTP_STATUS[code] === answer.status);
    if (codes.length === 0) throw undocumented('status not documented');
    for (const code of codes) exercised.add(`${id} ${code}`);
    return;
  }
  if (type !== 'application/problem+json') throw undocumented(`a refusal of type ${type}`);
  const refusal = problem.parse(await answer.clone().json());
  if (!errorCodesOf(definition).has(refusal.code)) throw undocumented(`code ${refusal.code} not documented`);
  if (refusal.status !== answer.status || answer.status !== HTTP_STATUS[refusal.code])
    throw undocumented('status differs');
  const mustWait = answer.status === 503 || answer.status === 429;
  if (mustWait !== answer.headers.has('retry-after')) throw undocumented('Retry-After');
  exercised.add(`${id} ${refusal.code}`);
}

const placeholders = ({ path }: OperationDefinition): number => path.split('{').length;

async function requireSuccess(
  { answer: documented }: OperationDefinition,
  answer: Response,
  type: string,
  undocumented: (what: string) => Error,
): Promise<void> {
  if (documented.kind === 'events') {
    if (type !== 'text/event-stream') throw undocumented(`type ${type}`);
    return;
  }
  const body = await answer.clone().text();
  switch (documented.kind) {
    case 'json': {
      if (type !== 'application/json; charset=utf-8') throw undocumented(`type ${type}`);
      const parsed = documented.schema.safeParse(JSON.parse(body));
      if (!parsed.success) throw undocumented(parsed.error.message);
      const etag = answer.headers.get('etag');
      const expected = documented.etag ? `"${(parsed.data as { version: number }).version}"` : null;
      if (etag !== expected) throw undocumented(`ETag ${etag}`);
      break;
    }
    case 'description':
      if (JSON.parse(body).openapi !== '3.1.0') throw undocumented('no description');
      break;
    case 'link':
      if (answer.headers.get('location') === null || body !== '') throw undocumented('no bare link');
      break;
    case 'tus':
      for (const header of documented.headers) {
        if (answer.headers.get(header) === null) throw undocumented(`${header} is missing`);
      }
      break;
    default:
      if (body !== '') throw undocumented('a body');
  }
}

/** What is documented, in the same words. */
export function documentedAnswers(): Exercised[] {
  return OPERATIONS.flatMap(([id, definition]) => [
    `${id} ${definition.answer.status}` as const,
    ...(mayBeNothing(definition.answer) ? ([`${id} 204`] as const) : []),
    ...[...errorCodesOf(definition)].map((code) => `${id} ${code}` as const),
  ]);
}
