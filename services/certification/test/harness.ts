import { randomUUID } from 'node:crypto';
import { CertificationServiceClient } from '@licheng/contracts/certification';
import type { EventData } from '@licheng/contracts/events';
import {
  type CreateLinkRequest,
  type CreatePreviewLinksRequest,
  UploadServiceService,
} from '@licheng/contracts/upload';
import { Database } from '@licheng/database';
import {
  type CloudEvent,
  EVENTS_EXCHANGE,
  Outbox,
  type OutgoingEvent,
  decodeEvent,
  encodeEvent,
} from '@licheng/messaging';
import type { Role } from '@licheng/portfolio-rules';
import {
  type Peer,
  TokenSigner,
  TokenVerifier,
  createLogger,
  parseTrustedKeys,
  peer,
  requireService,
  startGrpcServer,
  unary,
} from '@licheng/service-kit';
import { type TestBroker, createBroker, createDatabase, testKeys, waitUntil } from '@licheng/testing';
import { createCaseStore } from '../src/adapters/sql-cases.ts';
import type { CaseStore } from '../src/application/ports.ts';
import { publishVerdicts } from '../src/application/publish-verdicts.ts';
import type { Config } from '../src/config.ts';
import { type Running, start } from '../src/wiring.ts';

export interface Person {
  id: string;
  role: Role;
  name: string;
  token: string;
}

export interface Harness {
  broker: TestBroker;
  /** Sees all rows, for arranging and looking. */
  owner: Database;
  /** Sees what the service sees. */
  app: Database;
  appUrl: string;
  certification: Peer<CertificationServiceClient>;
  /** The service's own store, on connections of the test's own. */
  store: CaseStore;
  httpUrl: string;
  tokenFor(person: { personId: string; role: Role; institutionId: string; name: string }): Promise<string>;
  /** Sends an event, `times` times the very same one, and waits until the service has handled it. */
  publish(event: OutgoingEvent, times?: number): Promise<void>;
  /** Facts told about an outcome so far, in order. */
  told(outcomeId: string): Promise<CloudEvent[]>;
  /** Ends the time to undo of a case's verdict, and publishes it. */
  settle(outcomeId: string): Promise<void>;
  startReplica(): Promise<Running>;
  close(): Promise<void>;
}

/** upload as this service knows it: links for certification, and nothing else. */
function startFakeUpload(trustedKeys: string) {
  const entry = { verifier: new TokenVerifier(parseTrustedKeys(trustedKeys)), log: createLogger('upload', 'silent') };
  const createLink = unary(entry, async ({ uploadId, variant }: CreateLinkRequest, { principal }) => {
    requireService(principal, 'certification');
    return { path: `/files/${uploadId}?variant=${variant}`, expiresAt: new Date() };
  });
  const createPreviewLinks = unary(entry, async ({ uploadId }: CreatePreviewLinksRequest, { principal }) => {
    requireService(principal, 'certification');
    return { state: 'ready', pageCount: 1, pagePaths: [`/files/${uploadId}/pages/1`] };
  });
  return startGrpcServer({
    listen: { host: '127.0.0.1', port: 0 },
    services: [{ definition: UploadServiceService, implementation: { createLink, createPreviewLinks } }],
  });
}

/** Verdicts wait for long unless a test says otherwise: what is published when is then the test's own choice. */
export async function createHarness({ undoSeconds = 300 } = {}): Promise<Harness> {
  const database = await createDatabase({
    service: 'certification',
    migrationsDir: new URL('../prisma/migrations', import.meta.url),
  });
  const broker = await createBroker();
  const keys = testKeys();
  const upload = await startFakeUpload(keys.trustedKeys);
  const anyPort = { host: '127.0.0.1', port: 0 };
  const config: Config = {
    SERVICE_NAME: 'certification',
    LOG_LEVEL: 'silent',
    HTTP_LISTEN: anyPort,
    GRPC_LISTEN: anyPort,
    SIGNING_KEY: keys.signingKey.certification,
    TRUSTED_KEYS: keys.trustedKeys,
    DATABASE_URL: database.appUrl,
    BROKER_URL: broker.url,
    UPLOAD_ADDRESS: { host: '127.0.0.1', port: upload.port },
    VERDICT_UNDO_SECONDS: undoSeconds,
  };
  const first = await start(config);
  const replicas = [first];
  const certification = peer(CertificationServiceClient, `127.0.0.1:${first.grpcPort}`);
  const owner = new Database({ url: database.ownerUrl, applicationName: 'test' });
  const app = new Database({ url: database.appUrl, applicationName: 'test' });
  const gateway = new TokenSigner('gateway', keys.signingKey.gateway);
  const outbox = new Outbox('certification', () => {});
  const store = createCaseStore(app, { outbox, undoSeconds, onGiven: () => {} });
  return {
    broker,
    owner,
    app,
    appUrl: database.appUrl,
    certification,
    store,
    httpUrl: `http://127.0.0.1:${first.httpPort}`,
    tokenFor: (person) => gateway.forPerson(person, 600),
    async publish(event, times = 1) {
      const content = Buffer.from(encodeEvent('test', event, new Date(), undefined));
      for (let n = 0; n < times; n += 1) await broker.publish(EVENTS_EXCHANGE, event.type, content);
      const { id } = decodeEvent(content);
      await waitUntil(
        () =>
          owner
            .transaction(null, (tx) => tx.query('SELECT 1 FROM inbox_messages WHERE message_id = $1', [id]))
            .then((rows) => rows[0]),
        { what: `${event.type} to be handled`, timeoutMs: 30_000 },
      );
    },
    async told(outcomeId) {
      const rows = await owner.transaction(null, (tx) =>
        tx.query<{ payload: string }>('SELECT payload FROM outbox_events WHERE subject = $1 ORDER BY seq', [outcomeId]),
      );
      return rows.map(({ payload }) => decodeEvent(Buffer.from(payload)));
    },
    async settle(outcomeId) {
      await owner.transaction(null, (tx) =>
        tx.query('UPDATE cases SET publish_at = now() WHERE outcome_id = $1 AND publish_at IS NOT NULL', [outcomeId]),
      );
      const waits = 'SELECT 1 FROM cases WHERE outcome_id = $1 AND publish_at IS NOT NULL';
      await waitUntil(
        async () => {
          await publishVerdicts(store);
          return (await owner.transaction(null, (tx) => tx.query(waits, [outcomeId]))).length === 0;
        },
        { what: 'the verdict to be published' },
      );
    },
    async startReplica() {
      const replica = await start(config);
      replicas.push(replica);
      return replica;
    },
    async close() {
      certification.close();
      for (const replica of replicas.toReversed()) {
        for (const part of replica.parts.toReversed()) await part.stop();
      }
      await upload.stop();
      await owner.close();
      await app.close();
      await broker.close();
      await database.drop();
    },
  };
}

/** One institution with an open window, a course, its teacher, another teacher and an administrator. */
export interface School {
  institutionId: string;
  courseId: string;
  teacher: Person;
  otherTeacher: Person;
  administrator: Person;
  person(role: Role, name: string): Promise<Person>;
  /** Lets the service know a person as identity tells it. */
  introduce(person: Person): Promise<void>;
  assign(courseId: string, teacherIds: string[], version: number): Promise<void>;
  setWindow(opensInHours: number, closesInHours: number, version: number): Promise<void>;
  /** Sends a submission and waits until its case is open. */
  submit(change?: Partial<EventData<'outcome.submitted.v1'>>): Promise<EventData<'outcome.submitted.v1'>>;
}

const ACADEMIC_YEAR = 115;
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

export function submission(institutionId: string, courseId: string): EventData<'outcome.submitted.v1'> {
  return {
    outcomeId: randomUUID(),
    version: 1,
    institutionId,
    studentId: randomUUID(),
    studentName: '學生5',
    courseId,
    subject: '英文(三)',
    academicYear: ACADEMIC_YEAR,
    termSystem: 'two_terms',
    term: '1',
    summary: '期末報告',
    files: [
      {
        slot: 'document',
        uploadId: randomUUID(),
        fileName: '報告.pdf',
        mediaType: 'application/pdf',
        sizeBytes: 1_234,
        sha256: 'a'.repeat(64),
        hasThumbnail: true,
      },
    ],
    submittedAt: new Date(),
  };
}

export function assignment(
  institutionId: string,
  courseId: string,
  teacherIds: string[],
  version: number,
): EventData<'course.assigned.v1'> {
  const subject = '英文(三)';
  return {
    courseId,
    institutionId,
    teacherIds,
    version,
    subject,
    academicYear: ACADEMIC_YEAR,
    termSystem: 'two_terms',
    term: '1',
  };
}

export async function createSchool(house: Harness): Promise<School> {
  const institutionId = randomUUID();
  const courseId = randomUUID();
  const windowId = randomUUID();
  const person = async (role: Role, name: string): Promise<Person> => {
    const id = randomUUID();
    return { id, role, name, token: await house.tokenFor({ personId: id, role, institutionId, name }) };
  };
  const school: School = {
    institutionId,
    courseId,
    person,
    teacher: await person('teacher', '王老師'),
    otherTeacher: await person('teacher', '李老師'),
    administrator: await person('administrator', '辦理者'),
    async assign(course, teacherIds, version) {
      const data = assignment(institutionId, course, teacherIds, version);
      await house.publish({ type: 'course.assigned.v1', subject: course, data });
    },
    async introduce({ id, role, name }) {
      const data = { personId: id, institutionId, role, name };
      await house.publish({ type: 'identity.person.created.v1', subject: id, data });
    },
    async setWindow(opensInHours, closesInHours, version) {
      const [opensAt, closesAt] = [inHours(opensInHours), inHours(closesInHours)];
      const data = {
        windowId,
        institutionId,
        academicYear: ACADEMIC_YEAR,
        operation: 'certify',
        opensAt,
        closesAt,
        version,
      };
      await house.publish({ type: 'calendar.window.set.v1', subject: windowId, data });
    },
    async submit(change = {}) {
      const data = { ...submission(institutionId, courseId), ...change };
      await house.publish({ type: 'outcome.submitted.v1', subject: data.outcomeId, data });
      return data;
    },
  };
  await school.setWindow(-1, 1, 1);
  await school.assign(courseId, [school.teacher.id], 1);
  return school;
}
