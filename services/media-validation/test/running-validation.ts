import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type UploadServiceServer, UploadServiceService } from '@licheng/contracts/upload';
import { EVENTS_EXCHANGE, type CloudEvent, decodeEvent, encodeEvent } from '@licheng/messaging';
import { type FileSlot, LichengError } from '@licheng/portfolio-rules';
import {
  TokenVerifier,
  createLogger,
  parseTrustedKeys,
  requireService,
  serverStream,
  startGrpcServer,
  unary,
} from '@licheng/service-kit';
import { createBroker, createDatabase, testKeys, testPlatform, waitUntil } from '@licheng/testing';
import pg from 'pg';
import type { Config } from '../src/config.ts';
import { start } from '../src/wiring.ts';

export const IMAGE_CHILD = [fileURLToPath(new URL('../src/main.ts', import.meta.url)), 'image-child'];

interface Preview {
  pages: Map<number, Buffer>;
  finished: { pageCount: number; imageCount: number }[];
}

/** The upload service's side: bytes by id, and what pictures it was given. */
async function startFakeUpload(trustedKeys: string) {
  const contents = new Map<string, Buffer>();
  const thumbnails = new Map<string, Buffer[]>();
  const previews = new Map<string, Preview>();
  const previewOf = (uploadId: string) => {
    const preview: Preview = previews.get(uploadId) ?? { pages: new Map(), finished: [] };
    previews.set(uploadId, preview);
    return preview;
  };
  /** What a test does before something is answered. */
  const hooks = {
    beforeRead: async (_uploadId: string) => {},
    beforeState: async (_uploadId: string) => {},
    beforePage: async (_uploadId: string, _page: number) => {},
  };
  const entry = { verifier: new TokenVerifier(parseTrustedKeys(trustedKeys)), log: createLogger('upload', 'silent') };
  const none = unary(entry, async () => {
    throw new LichengError('internal');
  });
  const implementation: UploadServiceServer = {
    getUploads: none,
    createLink: none,
    readBlob: serverStream(entry, async function* ({ uploadId }, { principal }) {
      requireService(principal, 'media-validation');
      await hooks.beforeRead(uploadId);
      const content = contents.get(uploadId);
      if (content === undefined) throw new LichengError('upload_not_found');
      for (let at = 0; at < content.length; at += 65_536) yield { chunk: content.subarray(at, at + 65_536) };
    }),
    putThumbnail: unary(entry, async ({ uploadId, webp }, { principal }) => {
      requireService(principal, 'media-validation');
      thumbnails.set(uploadId, [...(thumbnails.get(uploadId) ?? []), webp]);
      return {};
    }),
    putPageImage: unary(entry, async ({ uploadId, page, webp }, { principal }) => {
      requireService(principal, 'media-validation');
      await hooks.beforePage(uploadId, page);
      if (webp.length > 512 * 1024) throw new LichengError('invalid_request', { field: 'webp' });
      previewOf(uploadId).pages.set(page, webp);
      return {};
    }),
    finishPageImages: unary(entry, async ({ uploadId, pageCount, imageCount }, { principal }) => {
      requireService(principal, 'media-validation');
      previewOf(uploadId).finished.push({ pageCount, imageCount });
      return {};
    }),
    createPreviewLinks: unary(entry, async ({ uploadId }, { principal }) => {
      requireService(principal, 'media-validation');
      await hooks.beforeState(uploadId);
      if (!contents.has(uploadId)) throw new LichengError('upload_not_found');
      const [finished] = previewOf(uploadId).finished;
      const state = finished === undefined ? 'pending' : finished.imageCount === 0 ? 'unavailable' : 'ready';
      return { state, pageCount: finished?.pageCount ?? 0, pagePaths: [] };
    }),
  };
  const listen = (port: number) =>
    startGrpcServer({
      listen: { host: '127.0.0.1', port },
      services: [{ definition: UploadServiceService, implementation }],
    });
  return { contents, thumbnails, previewOf, hooks, listen };
}

type Verdict = CloudEvent<'media.validated.v1'> | CloudEvent<'media.rejected.v1'>;

/** The whole service on real engines, with a fake upload service. */
export async function runValidation(changes: Partial<Config> = {}) {
  const workDir = await mkdtemp(join(tmpdir(), 'licheng-media-validation-'));
  const keys = testKeys();
  const [database, broker, platform, upload] = await Promise.all([
    createDatabase({ service: 'media-validation', migrationsDir: new URL('../prisma/migrations', import.meta.url) }),
    createBroker(),
    testPlatform(),
    startFakeUpload(keys.trustedKeys),
  ]);
  let uploadServer = await upload.listen(0);
  const { port: uploadPort } = uploadServer;
  const config: Config = {
    SERVICE_NAME: 'media-validation',
    LOG_LEVEL: 'silent',
    HTTP_LISTEN: { host: '127.0.0.1', port: 0 },
    SIGNING_KEY: keys.signingKey['media-validation'],
    TRUSTED_KEYS: keys.trustedKeys,
    DATABASE_URL: database.appUrl,
    BROKER_URL: broker.url,
    UPLOAD_ADDRESS: { host: '127.0.0.1', port: uploadPort },
    CLAMD_ADDRESS: { host: platform.clamd.host, port: platform.clamd.port },
    WORK_DIR: workDir,
    ...changes,
  };
  let service = await start(config, IMAGE_CHILD);
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const verdicts = new Map<string, Verdict[]>();

  return {
    workDir,
    broker,
    thumbnails: upload.thumbnails,
    previewOf: upload.previewOf,
    hooks: upload.hooks,
    contents: upload.contents,
    query: async <Row extends object>(text: string) => (await owner.query(text)).rows as Row[],
    /** Announces a file as the upload service does. @returns its id and the event as sent. */
    async announce(
      fileName: string,
      content: Buffer,
      slot: FileSlot = 'document',
    ): Promise<{ id: string; event: string }> {
      const id = randomUUID();
      upload.contents.set(id, content);
      const event = encodeEvent(
        'upload',
        {
          type: 'upload.completed.v1',
          subject: id,
          data: {
            uploadId: id,
            institutionId: randomUUID(),
            ownerId: randomUUID(),
            slot,
            fileName,
            sizeBytes: content.length,
            sha256: createHash('sha256').update(content).digest('hex'),
          },
        },
        new Date(),
        undefined,
      );
      await this.send(event);
      return { id, event };
    },
    /** Says of a file that it passed, as this service does itself. @returns its id and the event as sent. */
    async announcePassed(content: Buffer, mediaType = 'application/pdf'): Promise<{ id: string; event: string }> {
      const id = randomUUID();
      upload.contents.set(id, content);
      const data = { uploadId: id, institutionId: randomUUID(), ownerId: randomUUID(), mediaType, hasThumbnail: true };
      const validated = { type: 'media.validated.v1' as const, subject: id, data };
      const event = encodeEvent('media-validation', validated, new Date(), undefined);
      await broker.publish(EVENTS_EXCHANGE, 'media.validated.v1', Buffer.from(event));
      return { id, event };
    },
    sendPassed: (event: string) => broker.publish(EVENTS_EXCHANGE, 'media.validated.v1', Buffer.from(event)),
    send: (event: string) => broker.publish(EVENTS_EXCHANGE, 'upload.completed.v1', Buffer.from(event)),
    /** Verdicts on a file heard so far, as upload hears them. */
    async heard(id: string): Promise<Verdict[]> {
      for (
        let message = await broker.take('upload.checks');
        message !== null;
        message = await broker.take('upload.checks')
      ) {
        const event = decodeEvent(message.content) as Verdict;
        verdicts.set(event.subject, [...(verdicts.get(event.subject) ?? []), event]);
      }
      return verdicts.get(id) ?? [];
    },
    async verdict(fileName: string, content: Buffer, slot: FileSlot = 'document') {
      const { id } = await this.announce(fileName, content, slot);
      const [event] = await waitUntil(
        async () => {
          const heard = await this.heard(id);
          return heard.length > 0 ? heard : null;
        },
        { what: `the verdict on ${fileName}`, timeoutMs: 30_000 },
      );
      if (event === undefined) throw new Error('no verdict');
      const said = event.type === 'media.rejected.v1' ? event.data.rejection : event.data;
      return { id, said };
    },
    stopUpload: () => uploadServer.stop(),
    async startUpload() {
      uploadServer = await upload.listen(uploadPort);
    },
    async stopService() {
      for (const part of service.parts.toReversed()) await part.stop();
    },
    async startService() {
      service = await start(config, IMAGE_CHILD);
    },
    async stop() {
      await this.stopService();
      await uploadServer.stop();
      await owner.end();
      await broker.close();
      await database.drop();
      await rm(workDir, { recursive: true, force: true });
    },
  };
}

export type RunningValidation = Awaited<ReturnType<typeof runValidation>>;
