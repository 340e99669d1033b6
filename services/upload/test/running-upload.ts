import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { UploadServiceClient } from '@licheng/contracts/upload';
import { EVENTS_EXCHANGE, type OutgoingEvent, encodeEvent } from '@licheng/messaging';
import { type Issuer, createBroker, createDatabase, gateTo, testKeys, waitUntil } from '@licheng/testing';
import { TokenSigner, peer } from '@licheng/service-kit';
import pg from 'pg';
import type { Config } from '../src/config.ts';
import { start } from '../src/wiring.ts';

export interface TestPerson {
  personId: string;
  institutionId: string;
  token: string;
}

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** The code of a refusal. */
  code: string | undefined;
}

/** The whole service on real engines, and what is needed to talk to it. */
export async function runUpload() {
  const folder = await mkdtemp(join(tmpdir(), 'licheng-upload-'));
  const [database, broker] = await Promise.all([
    createDatabase({ service: 'upload', migrationsDir: new URL('../prisma/migrations', import.meta.url) }),
    createBroker(),
  ]);
  const gate = await gateTo(database.appUrl);
  const keys = testKeys();
  const config: Config = {
    SERVICE_NAME: 'upload',
    LOG_LEVEL: 'silent',
    HTTP_LISTEN: { host: '127.0.0.1', port: 0 },
    GRPC_LISTEN: { host: '127.0.0.1', port: 0 },
    SIGNING_KEY: keys.signingKey.upload,
    TRUSTED_KEYS: keys.trustedKeys,
    DATABASE_URL: gate.url,
    BROKER_URL: broker.url,
    BLOB_VOLUMES: [join(folder, 'a'), join(folder, 'b')],
    EPHEMERAL_VOLUMES: 'allow',
    URL_SIGNING_SECRET: 'a secret of at least thirty-two characters',
  };
  let service = await start(config);
  const stopService = async () => {
    for (const part of service.parts.toReversed()) await part.stop();
  };
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const tokens = new Map<Issuer, TokenSigner>();
  const signer = (issuer: Issuer) => {
    const known = tokens.get(issuer) ?? new TokenSigner(issuer, keys.signingKey[issuer]);
    tokens.set(issuer, known);
    return known;
  };

  const person = async (
    role: 'student' | 'teacher' = 'student',
    institutionId: string = randomUUID(),
  ): Promise<TestPerson> => {
    const personId = randomUUID();
    const token = await signer('gateway').forPerson({ personId, institutionId, role, name: '學生1' }, 300);
    return { personId, institutionId, token };
  };

  /** Opens a request whose body the test writes itself. */
  const open = (method: string, path: string, headers: Record<string, string | number> = {}) =>
    httpRequest({ host: '127.0.0.1', port: service.httpPort, method, path, headers, agent: false });

  const ask = async (
    method: string,
    path: string,
    headers: Record<string, string | number> = {},
    body?: Buffer,
  ): Promise<Answer> => {
    const request = open(method, path, {
      ...(body === undefined ? {} : { 'content-length': body.length }),
      ...headers,
    });
    request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const content = await buffer(response);
    const isProblem = response.headers['content-type'] === 'application/problem+json';
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: content,
      code: isProblem && content.length > 0 ? (JSON.parse(content.toString()) as { code: string }).code : undefined,
    };
  };

  const tus = (who: TestPerson, headers: Record<string, string | number> = {}) => ({
    'tus-resumable': '1.0.0',
    authorization: `Bearer ${who.token}`,
    ...headers,
  });
  const metadata = (fileName: string, slot = 'document', more: Record<string, string> = {}) =>
    Object.entries({ filename: fileName, slot, ...more })
      .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
      .join(',');

  const query = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await owner.query(text, values)).rows as Row[];
  const status = async (id: string) =>
    (await query<{ status: string }>('SELECT status FROM uploads WHERE id = $1', [id]))[0]?.status;
  /** What media-validation says of a file; `detail` is the media type or the reason. */
  const verdict = (who: TestPerson, id: string, type: 'media.validated.v1' | 'media.rejected.v1', detail: string) => {
    const whose = { uploadId: id, institutionId: who.institutionId, ownerId: who.personId };
    const event: OutgoingEvent =
      type === 'media.validated.v1'
        ? { type, subject: id, data: { ...whose, mediaType: detail, hasThumbnail: false } }
        : { type, subject: id, data: { ...whose, rejection: detail } };
    return encodeEvent('media-validation', event, new Date(), undefined);
  };
  const publish = (type: 'media.validated.v1' | 'media.rejected.v1', body: string) =>
    broker.publish(EVENTS_EXCHANGE, type, Buffer.from(body));

  return {
    config,
    database,
    broker,
    folder,
    person,
    open,
    ask,
    tus,
    metadata,
    cutDatabase: () => gate.shut(),
    mendDatabase: () => gate.open(),
    httpUrl: () => `http://127.0.0.1:${service.httpPort}`,
    serviceToken: (issuer: Issuer) => signer(issuer).forSelf(300),
    grpc: () => peer(UploadServiceClient, `127.0.0.1:${service.grpcPort}`),
    query,
    status,
    verdict,
    publish,
    async pass(who: TestPerson, id: string, mediaType = 'application/pdf') {
      await publish('media.validated.v1', verdict(who, id, 'media.validated.v1', mediaType));
      await waitUntil(async () => (await status(id)) === 'passed', { what: 'the verdict' });
    },
    async reject(who: TestPerson, id: string) {
      await publish('media.rejected.v1', verdict(who, id, 'media.rejected.v1', 'infected'));
      await waitUntil(async () => (await status(id)) === 'rejected', { what: 'the verdict' });
    },

    create: (who: TestPerson, fileName: string, sizeBytes: number, slot = 'document') =>
      ask('POST', '/uploads', tus(who, { 'upload-length': sizeBytes, 'upload-metadata': metadata(fileName, slot) })),
    patch: (who: TestPerson, location: string, offset: number, body: Buffer) =>
      ask(
        'PATCH',
        location,
        tus(who, { 'upload-offset': offset, 'content-type': 'application/offset+octet-stream' }),
        body,
      ),
    head: (who: TestPerson, location: string) => ask('HEAD', location, tus(who)),

    /** A whole upload. @returns its id. */
    async upload(who: TestPerson, fileName: string, content: Buffer, slot = 'document'): Promise<string> {
      const { headers, status } = await this.create(who, fileName, content.length, slot);
      if (status !== 201) throw new Error(`not created: ${status}`);
      const location = headers.location ?? '';
      const answer = await this.patch(who, location, 0, content);
      if (answer.status !== 204) throw new Error(`not finished: ${answer.status} ${answer.code}`);
      return location.split('/').at(-1) ?? '';
    },
    stopService,
    async startService(changes: Partial<Config> = {}) {
      service = await start({ ...config, ...changes });
    },
    async stop() {
      await stopService();
      await owner.end();
      await gate.shut();
      await broker.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type RunningUpload = Awaited<ReturnType<typeof runUpload>>;
