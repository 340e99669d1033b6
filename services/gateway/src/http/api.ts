import { type Express, type Request, type Response, json } from 'express';
import { LichengError } from '@licheng/portfolio-rules';
import { idParam } from '@licheng/rest-contract';
import { type CallOptions, type Logger, withTrace } from '@licheng/service-kit';
import type { z } from 'zod';
import { type AccessEntry, logWhenOver } from './access-log.ts';
import { requireCsrfToken } from './csrf.ts';
import type { PersonTokens } from './person-tokens.ts';
import { refusalFrom, sendProblem } from './problem.ts';
import { API_HEADERS } from './security-headers.ts';
import { sessionIdOf } from './session-cookie.ts';
import type { Session, Sessions } from './sessions.ts';

const API = '/api/v1';
const BODY_LIMIT = '64kb';
const READ_ATTEMPTS = 2;

type Method = 'get' | 'post' | 'put' | 'delete' | 'all';

/** Who asks for what; calls to services are made with the person's own token. */
export interface Context {
  session: Session;
  request: Request;
  /** Options of a call that is safe to repeat. */
  read: CallOptions;
  write: CallOptions;
}

export interface Reply {
  status: number;
  body?: object;
  headers?: Record<string, string>;
}

export const ok = (body: object): Reply => ({ status: 200, body });
export const created = (body: object): Reply => ({ status: 201, body });
export const noContent: Reply = { status: 204 };
/** To a link that is good for a few minutes only. */
export const seeOther = (path: string): Reply => ({ status: 303, headers: { location: path } });

type Handler = (context: Context) => Promise<Reply>;
type BodyHandler<Schema extends z.ZodType> = (context: Context, body: z.infer<Schema>) => Promise<Reply>;

const parseJson = json({ limit: BODY_LIMIT });

/** @throws LichengError `invalid_request` that names fields and nothing of their values. */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = new Set(result.error.issues.map((issue) => issue.path.join('.')).filter((field) => field !== ''));
  throw new LichengError('invalid_request', fields.size === 0 ? {} : { fields: [...fields].join(', ') });
}

export async function bodyOf<Schema extends z.ZodType>(
  request: Request,
  response: Response,
  schema: Schema,
): Promise<z.infer<Schema>> {
  await new Promise<void>((resolve, reject) => {
    parseJson(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  return parsed(schema, request.body);
}

/** An id in the path that cannot be one names nothing there is. */
export function idOf(request: Request, name: string): string {
  const value = request.params[name];
  if (!idParam.safeParse(value).success) throw new LichengError('not_found');
  return String(value).toLowerCase();
}

function send(response: Response, { status, body, headers }: Reply): void {
  response.writeHead(status, {
    ...API_HEADERS,
    ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...headers,
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** The routes of /api/v1: every one runs in a trace, is logged once and answers a refusal as a problem. */
export class Api {
  readonly #app: Express;
  readonly #sessions: Sessions;
  readonly #tokens: PersonTokens;
  readonly #log: Logger;

  constructor(options: { app: Express; sessions: Sessions; tokens: PersonTokens; log: Logger }) {
    this.#app = options.app;
    this.#sessions = options.sessions;
    this.#tokens = options.tokens;
    this.#log = options.log;
  }

  /** For whoever comes, signed in or not. */
  open(method: Method, path: string, handler: (request: Request, response: Response) => Promise<Reply>): void {
    this.#serve(method, path, async (request, response) => send(response, await handler(request, response)));
  }

  read(path: string, handler: Handler): void {
    this.#serve('get', path, async (request, response, entry) =>
      send(response, await handler(await this.#context(request, entry))),
    );
  }

  write(method: 'post' | 'put' | 'delete', path: string, handler: Handler): void {
    this.#serve(method, path, async (request, response, entry) =>
      send(response, await handler(await this.#context(request, entry))),
    );
  }

  writeBody<Schema extends z.ZodType>(
    method: 'post' | 'put',
    path: string,
    schema: Schema,
    handler: BodyHandler<Schema>,
  ): void {
    this.#serve(method, path, async (request, response, entry) => {
      const context = await this.#context(request, entry);
      send(response, await handler(context, await bodyOf(request, response, schema)));
    });
  }

  /** The handler writes the response itself. */
  stream(method: Method, paths: string, handler: (context: Context, response: Response) => Promise<void>): void {
    this.#serve(method, paths, async (request, response, entry) =>
      handler(await this.#context(request, entry), response),
    );
  }

  async #context(request: Request, entry: AccessEntry): Promise<Context> {
    const session = await this.#sessions.find(sessionIdOf(request));
    entry.personId = session.person.id;
    requireCsrfToken(request, session);
    const token = await this.#tokens.tokenFor(session);
    return { session, request, read: { token, attempts: READ_ATTEMPTS }, write: { token } };
  }

  #serve(
    method: Method,
    path: string,
    work: (request: Request, response: Response, entry: AccessEntry) => Promise<void>,
  ): void {
    const route = `${API}${path}`;
    this.#app[method](route, (request: Request, response: Response) => {
      serve(this.#log, route, request, response, (entry) => work(request, response, entry));
    });
  }
}

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
      sendProblem(response, refusal);
    }
  });
}
