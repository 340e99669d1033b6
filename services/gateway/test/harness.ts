import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LichengError, type Role } from '@licheng/portfolio-rules';
import { type SessionResource, problem } from '@licheng/rest-contract';
import { TokenVerifier, parseTrustedKeys } from '@licheng/service-kit';
import { type TestBroker, createBroker, createRedis, testKeys, waitUntil, type Gate, gateTo } from '@licheng/testing';
import { start } from '../src/wiring.ts';
import { requireDocumented } from './conformance.ts';
import { type FakePeers, startFakePeers } from './fake-peers.ts';

export const PASSWORD = 'correct password';

interface TestPerson {
  id: string;
  institutionId: string;
  role: Role;
  login: string;
}

export interface Browser {
  person: TestPerson;
  cookie: string;
  csrfToken: string;
  /** A request with this browser's cookie and token. */
  send: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
    options?: SendOptions,
  ) => Promise<Response>;
}

interface SendOptions {
  signal?: AbortSignal;
  /** A header that is not sent. */
  without?: string;
}

export interface Harness {
  url: string;
  port: number;
  peers: FakePeers;
  broker: TestBroker;
  /** Past the gate. */
  redisUrl: string;
  redisGate: Gate;
  brokerGate: Gate;
  webRoot: string;
  /** Who answers as the upload service. */
  onUpload(listener: RequestListener): void;
  stopUpload(): Promise<void>;
  startUpload(): Promise<void>;
  person(changes?: Partial<TestPerson>): TestPerson;
  signIn(person?: TestPerson): Promise<Browser>;
  /** A request of somebody who is not signed in. */
  visit(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
}

/**
 * The whole gateway in this process with a real Redis and broker; the services behind it are fakes at the wire. Every answer must
 * be one that is documented, unless a test says that its fakes are not.
 */
export async function startGateway(changes: { publicUrl?: string; documentedOnly?: boolean } = {}): Promise<Harness> {
  const keys = testKeys();
  const verifier = new TokenVerifier(parseTrustedKeys(keys.trustedKeys));
  const peers = await startFakePeers(verifier);
  const redis = await createRedis();
  const redisGate = await gateTo(redis.url);
  const broker = await createBroker();
  const brokerGate = await gateTo(broker.url);
  const folder = await mkdtemp(join(tmpdir(), 'licheng-web-'));
  const webRoot = join(folder, 'build');
  await mkdir(webRoot);
  let listener: RequestListener = (_, response) => void response.writeHead(500).end();
  let upload: Server;
  const startUpload = async (port: number) => {
    upload = createServer((request, response) => listener(request, response));
    upload.requestTimeout = 0;
    upload.listen(port, '127.0.0.1');
    await once(upload, 'listening');
    return (upload.address() as AddressInfo).port;
  };
  const uploadPort = await startUpload(0);
  const stopUpload = async () => {
    if (!upload.listening) return;
    upload.close();
    upload.closeAllConnections();
    await once(upload, 'close');
  };

  const people = new Map<string, TestPerson>();
  peers.answer('IdentityService/Authenticate', ({ request }) => {
    const person = people.get(String(request['login']));
    if (person === undefined || request['password'] !== PASSWORD) throw new LichengError('invalid_credentials');
    return { person: { ...person, institutionName: '測試機構', name: '學生5', email: '' } };
  });

  const peerAddress = { host: '127.0.0.1', port: peers.port };
  const service = await start({
    SERVICE_NAME: 'gateway',
    LOG_LEVEL: 'silent',
    HTTP_LISTEN: { host: '127.0.0.1', port: 0 },
    SIGNING_KEY: keys.signingKey.gateway,
    TRUSTED_KEYS: keys.trustedKeys,
    REDIS_URL: redisGate.url,
    BROKER_URL: brokerGate.url,
    IDENTITY_ADDRESS: peerAddress,
    COURSE_RECORD_ADDRESS: peerAddress,
    CERTIFICATION_ADDRESS: peerAddress,
    DEADLINE_SCHEDULER_ADDRESS: peerAddress,
    NOTIFICATION_ADDRESS: peerAddress,
    CENTRAL_PORTFOLIO_ADDRESS: peerAddress,
    UPLOAD_HTTP_URL: `http://127.0.0.1:${uploadPort}`,
    WEB_ROOT: webRoot,
    PUBLIC_URL: changes.publicUrl ?? 'http://127.0.0.1:8080',
    TRUSTED_PROXY_HOPS: 0,
  });
  const url = `http://127.0.0.1:${service.httpPort}`;
  await waitUntil(async () => (await fetch(`${url}/readyz`)).ok, { what: 'the gateway to be ready' });

  function person(changes: Partial<TestPerson> = {}): TestPerson {
    const one: TestPerson = {
      id: randomUUID(),
      institutionId: randomUUID(),
      role: 'student',
      login: `login-${randomUUID()}`,
      ...changes,
    };
    people.set(one.login, one);
    return one;
  }

  async function signIn(who = person()): Promise<Browser> {
    const answer = await visit('POST', '/api/v1/session', { login: who.login, password: PASSWORD });
    if (answer.status !== 201) throw new Error(`sign-in answered ${answer.status}`);
    const { csrfToken } = (await answer.json()) as SessionResource;
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
    const send: Browser['send'] = (method, path, body, headers, { without, signal } = {}) => {
      const key: Record<string, string> = method === 'POST' ? { 'idempotency-key': randomUUID() } : {};
      const own = Object.entries({ cookie, 'x-csrf-token': csrfToken, ...key, ...headers });
      return visit(method, path, body, Object.fromEntries(own.filter(([name]) => name !== without)), signal);
    };
    return { person: who, cookie, csrfToken, send };
  }

  async function visit(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<Response> {
    const answer = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (changes.documentedOnly !== false) await requireDocumented(method, path, answer);
    return answer;
  }

  return {
    url,
    port: service.httpPort,
    peers,
    broker,
    redisUrl: redis.url,
    redisGate,
    brokerGate,
    webRoot,
    onUpload: (next) => {
      listener = next;
    },
    stopUpload,
    startUpload: async () => void (await startUpload(uploadPort)),
    person,
    signIn,
    visit,
    async stop() {
      for (const part of service.parts.toReversed()) await part.stop();
      await Promise.all([
        stopUpload(),
        peers.stop(),
        redisGate.shut(),
        brokerGate.shut(),
        broker.close(),
        redis.close(),
      ]);
      await rm(folder, { recursive: true });
    },
  };
}

/** Status, code and details of a problem; fails for anything else. */
export async function problemOf(answer: Response): Promise<{ status: number; code: string; details: object }> {
  const type = answer.headers.get('content-type');
  if (type !== 'application/problem+json') throw new Error(`answered ${answer.status} with ${type}`);
  const { status, code, details, type: urn } = problem.parse(await answer.json());
  if (status !== answer.status || urn !== `urn:licheng:error:${code}`) throw new Error('not a problem of ours');
  return { status, code, details };
}
