import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UploadServiceClient } from '@licheng/contracts/upload';
import { Database } from '@licheng/database';
import { Broker, Outbox, OutboxRelay, startConsumer } from '@licheng/messaging';
import {
  ServiceTokens,
  type Stoppable,
  TokenSigner,
  createLogger,
  peer,
  startHealthServer,
} from '@licheng/service-kit';
import { ClamdScanner } from './adapters/clamd-scanner.ts';
import { FfmpegProbe } from './adapters/ffmpeg-probe.ts';
import { GrpcUploads } from './adapters/grpc-uploads.ts';
import { PopplerDocuments } from './adapters/poppler-documents.ts';
import { PopplerPages } from './adapters/poppler-pages.ts';
import { SharpImages } from './adapters/sharp-images.ts';
import { PREVIEW_DIR_PREFIX } from './application/draw-preview.ts';
import { Precedence } from './application/precedence.ts';
import { CHECK_DIR_PREFIX } from './application/validate-upload.ts';
import type { Config } from './config.ts';
import { previewEvents, uploadEvents } from './entry/events.ts';

/** Files under check at the same time. */
const CONCURRENCY = 2;
/** Below the checks, which somebody waits for; and so in no hurry. */
const DRAWING = { niceness: 15, timeoutMs: 120_000 };

/** @param imageChild what Node has to run to become the process that opens pictures. */
export async function start(
  config: Config,
  imageChild: readonly string[],
): Promise<{ parts: Stoppable[]; httpPort: number }> {
  const log = createLogger(config.SERVICE_NAME, config.LOG_LEVEL);
  const workDir = config.WORK_DIR;
  await mkdir(workDir, { recursive: true, mode: 0o700 });
  await removeLeftovers(workDir);
  const media = await FfmpegProbe.create(workDir);
  const images = new SharpImages(imageChild);
  const pageImages = new SharpImages(imageChild, DRAWING);
  const database = new Database({
    url: config.DATABASE_URL,
    applicationName: config.SERVICE_NAME,
    maxConnections: CONCURRENCY + 2,
  });
  const broker = new Broker({ url: config.BROKER_URL, name: config.SERVICE_NAME, log });
  const relay = new OutboxRelay({ broker, log, transaction: (work) => database.transaction(null, work) });
  const { host, port } = config.UPLOAD_ADDRESS;
  const uploads = peer(UploadServiceClient, `${host}:${port}`);
  const files = new GrpcUploads(uploads, new ServiceTokens(new TokenSigner(config.SERVICE_NAME, config.SIGNING_KEY)));
  const validation = {
    uploads: files,
    scanner: new ClamdScanner(config.CLAMD_ADDRESS),
    readers: { images, documents: new PopplerDocuments(), media },
    workDir,
  };
  const precedence = new Precedence();
  const stopping = new AbortController();
  const consumer = startConsumer({
    broker,
    queue: 'media-validation.uploads',
    handlers: uploadEvents(validation, precedence, new Outbox('media-validation', relay.wake), log),
    transaction: (institutionId, work) => database.transaction(institutionId, work),
    log,
    prefetch: CONCURRENCY,
  });
  const previews = startConsumer({
    broker,
    queue: 'media-validation.previews',
    handlers: previewEvents(
      {
        uploads: files,
        documents: new PopplerPages(DRAWING.niceness),
        images: pageImages,
        precedence,
        workDir,
        stopping: stopping.signal,
      },
      log,
    ),
    transaction: (institutionId, work) => database.transaction(institutionId, work),
    log,
    prefetch: 1,
  });
  const health = await startHealthServer({
    listen: config.HTTP_LISTEN,
    checks: { database: () => database.ping(), broker: () => broker.ping() },
  });
  broker.start();
  relay.start();
  log.info({ httpPort: health.port }, 'started');
  const parts: Stoppable[] = [
    { stop: () => database.close() },
    broker,
    relay,
    { stop: () => uploads.close() },
    images,
    pageImages,
    consumer,
    previews,
    health,
    { stop: () => stopping.abort() },
  ];
  return { parts, httpPort: health.port };
}

/** Files a crash left under work. */
async function removeLeftovers(workDir: string): Promise<void> {
  for (const name of await readdir(workDir)) {
    const left = [CHECK_DIR_PREFIX, PREVIEW_DIR_PREFIX].some((prefix) => name.startsWith(prefix));
    if (left) await rm(join(workDir, name), { recursive: true, force: true });
  }
}
