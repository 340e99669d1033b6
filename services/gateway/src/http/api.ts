import type { Express, Request, Response } from 'express';
import { API_OPERATIONS, type OperationDefinition, errorCodesOf, languageFor } from '@licheng/rest-contract';
import { type Logger, withTrace } from '@licheng/service-kit';
import { type AccessEntry, logWhenOver } from './access-log.ts';
import { requireCsrfToken } from './csrf.ts';
import type { AnyHandler, AnyInput, Handlers } from './handler.ts';
import type { IdempotentCalls } from './idempotency.ts';
import type { PersonTokens } from './person-tokens.ts';
import { refusalFrom, sendProblem } from './problem.ts';
import { type Reply, replyOf, sendReply } from './reply.ts';
import { bodyOf, expectedVersionOf, idempotencyKeyOf, paramsOf, parsed } from './request-parts.ts';
import { sessionIdOf } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';

const API = '/api/v1';
const READ_ATTEMPTS = 2;

export interface ApiParts {
  app: Express;
  sessions: Sessions;
  tokens: PersonTokens;
  idempotentCalls: IdempotentCalls;
  log: Logger;
}

/** Every operation of the API at its path: what it declares is checked here, once for all of them. */
export function mountApi(parts: ApiParts, handlers: Handlers): void {
  for (const [id, definition] of Object.entries(API_OPERATIONS) as [keyof Handlers, OperationDefinition][]) {
    const route = API + definition.path;
    const handler = handlers[id] as unknown as AnyHandler;
    const documented = errorCodesOf(definition);
    parts.app[definition.method](route.replaceAll(/\{(\w+)\}/g, ':$1'), (request: Request, response: Response) => {
      serve(parts.log, route, request, response, async (entry) => {
        try {
          await answer(parts, definition, handler, request, response, entry);
        } catch (error) {
          const { code } = refusalFrom(error);
          if (!documented.has(code))
            parts.log.error({ route, method: definition.method, code }, 'undocumented refusal');
          throw error;
        }
      });
    });
  }
}

async function answer(
  parts: ApiParts,
  definition: OperationDefinition,
  handler: AnyHandler,
  request: Request,
  response: Response,
  entry: AccessEntry,
): Promise<void> {
  const { params, query, body, ifMatch, idempotencyKey, access } = definition;
  const headers: Record<string, string> = {};
  const input: Partial<AnyInput> = { request, response, headers, language: languageOf(request) };
  if (access === 'session') Object.assign(input, await signedIn(parts, request, entry));
  const key = idempotencyKey === true ? idempotencyKeyOf(request) : undefined;
  if (params !== undefined) input['params'] = paramsOf(request, params);
  if (query !== undefined) input['query'] = parsed(query, request.query);
  if (ifMatch === true) input['expectedVersion'] = expectedVersionOf(request);
  if (body !== undefined) input['body'] = await bodyOf(request, response, body);

  const work = async (): Promise<Reply> => replyOf(definition, await handler(input as AnyInput), headers);
  const reply =
    key === undefined || input.session === undefined
      ? await work()
      : await parts.idempotentCalls.once(
          {
            personId: input.session.person.id,
            key,
            route: `${definition.method} ${definition.path}`,
            path: request.path,
            body: input['body'],
          },
          work,
        );
  // Events and what the upload service says are written as they come.
  if (!response.headersSent) sendReply(response, reply);
}

async function signedIn({ sessions, tokens }: ApiParts, request: Request, entry: AccessEntry) {
  const session = await sessions.find(sessionIdOf(request));
  entry.personId = session.person.id;
  requireCsrfToken(request, session);
  const token = await tokens.tokenFor(session);
  return { session, read: { token, attempts: READ_ATTEMPTS }, write: { token } };
}

const languageOf = (request: Request) => languageFor(request.headers['accept-language']);

/** Runs the work of one request in its trace; whatever it throws becomes a problem. */
export function serve(
  log: Logger,
  route: string,
  request: Request,
  response: Response,
  work: (entry: AccessEntry) => Promise<void>,
): void {
  const { traceparent } = request.headers;
  void withTrace(typeof traceparent === 'string' ? traceparent : undefined, async () => {
    const entry: AccessEntry = { route };
    logWhenOver(log, request, response, entry);
    try {
      await work(entry);
    } catch (error) {
      const refusal = refusalFrom(error);
      entry.code = refusal.code;
      if (refusal.code === 'internal') log.error({ route, err: error }, 'failed');
      sendProblem(response, refusal, languageOf(request));
    }
  });
}
