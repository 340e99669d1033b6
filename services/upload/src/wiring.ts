import { FsBlobStore, type Scrub, Staging, openVolumes, startScrub } from '@licheng/blob-store';
import { Database } from '@licheng/database';
import { Broker, Outbox, OutboxRelay, startConsumer } from '@licheng/messaging';
import {
  type Logger,
  type Stoppable,
  TokenVerifier,
  createLogger,
  parseTrustedKeys,
  startGrpcServer,
  startHealthServer,
} from '@licheng/service-kit';
import { HmacLinks } from './adapters/hmac-links.ts';
import { PostgresBlobRecords } from './adapters/postgres-blob-records.ts';
import { PostgresUploads } from './adapters/postgres-uploads.ts';
import type { Reception } from './application/reception.ts';
import { sweep } from './application/sweep.ts';
import { Turns } from './application/turns.ts';
import type { Config } from './config.ts';
import { checkEvents } from './entry/events.ts';
import { uploadService } from './entry/grpc.ts';
import { httpEntry } from './entry/http.ts';

const SWEEP_EVERY_MS = 60 * 60 * 1000;
/** Every blob is re-hashed once in this time, one blob per pause at most. */
const SCRUB_INTERVAL_MS = 7 * 24 * 60 * 60 * 1000;
const SCRUB_PAUSE_MS = 5_000;

export async function start(config: Config): Promise<{ parts: Stoppable[]; grpcPort: number; httpPort: number }> {
  const log = createLogger(config.SERVICE_NAME, config.LOG_LEVEL);
  const database = new Database({ url: config.DATABASE_URL, applicationName: config.SERVICE_NAME });
  const records = new PostgresBlobRecords(database);
  const volumes = await openVolumes({
    paths: config.BLOB_VOLUMES,
    registry: records,
    allowEphemeral: config.EPHEMERAL_VOLUMES === 'allow',
  });
  const [home] = volumes;
  if (home === undefined) throw new Error('no volume');

  const broker = new Broker({ url: config.BROKER_URL, name: config.SERVICE_NAME, log });
  const relay = new OutboxRelay({ broker, log, transaction: (work) => database.transaction(null, work) });
  const uploads = new PostgresUploads(database, new Outbox('upload', relay.wake));
  const blobs = new FsBlobStore(volumes);
  const turns = new Turns();
  const reception: Reception = { uploads, blobs, staging: new Staging(home), turns };
  const verifier = new TokenVerifier(parseTrustedKeys(config.TRUSTED_KEYS));
  const served = { uploads, blobs, signer: new HmacLinks(config.URL_SIGNING_SECRET), now: () => new Date() };

  const consumer = startConsumer({
    broker,
    queue: 'upload.checks',
    handlers: checkEvents(uploads, log),
    transaction: (institutionId, work) => database.transaction(institutionId, work),
    log,
  });
  const grpc = await startGrpcServer({
    listen: config.GRPC_LISTEN,
    services: [uploadService({ verifier, log }, served)],
  });
  const http = await startHealthServer({
    listen: config.HTTP_LISTEN,
    checks: { database: () => database.ping(), volumes: () => blobs.ping() },
    fallback: httpEntry({ reception, links: served, verifier, log }),
  });
  broker.start();
  relay.start();
  const parts: Stoppable[] = [
    { stop: () => database.close() },
    broker,
    relay,
    consumer,
    startSweeping(reception, log),
    scrubbing(blobs, records, log),
    grpc,
    http,
    // First of all, or connections that still send would hold the others up.
    { stop: () => turns.endAll() },
  ];
  log.info({ grpcPort: grpc.port, httpPort: http.port }, 'started');
  return { parts, grpcPort: grpc.port, httpPort: http.port };
}

function startSweeping(reception: Reception, log: Logger): Stoppable {
  let running = Promise.resolve();
  const run = () => {
    running = sweep(reception).then(
      (swept) => log.info(swept, 'swept'),
      (error: unknown) => log.warn({ err: error }, 'not swept'),
    );
  };
  run();
  const timer = setInterval(run, SWEEP_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return running;
    },
  };
}

function scrubbing(blobs: FsBlobStore, records: PostgresBlobRecords, log: Logger): Scrub {
  return startScrub({
    store: blobs,
    next: () => records.nextToVerify(SCRUB_INTERVAL_MS),
    async done(blob, result) {
      if (result === 'lost') log.error({ sha256: blob.sha256 }, 'no sound copy of a file is left');
      if (result === 'repaired') log.warn({ sha256: blob.sha256 }, 'a damaged copy was repaired');
      await records.recordVerification(blob, result);
    },
    failed: (error) => log.warn({ err: error }, 'scrub step failed'),
    pauseMs: SCRUB_PAUSE_MS,
  });
}
