import { randomUUID } from 'node:crypto';
import { CertificationServiceClient } from '@licheng/contracts/certification';
import type { EventData } from '@licheng/contracts/events';
import { type CreateLinkRequest, UploadServiceService } from '@licheng/contracts/upload';
import { Database } from '@licheng/database';
import { type CloudEvent, EVENTS_EXCHANGE, type OutgoingEvent, decodeEvent, encodeEvent } from '@licheng/messaging';
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
  certification: Peer<CertificationServiceClient>;
  httpUrl: string;
  tokenFor(person: { personId: string; role: Role; institutionId: string; name: string }): Promise<string>;
  /** Sends an event, `times` times the very same one, and waits until the service has handled it. */
  publish(event: OutgoingEvent, times?: number): Promise<void>;
  /** Facts told about an outcome so far, in order. */
  told(outcomeId: string): Promise<CloudEvent[]>;
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
  return startGrpcServer({
    listen: { host: '127.0.0.1', port: 0 },
    services: [{ definition: UploadServiceService, implementation: { createLink } }],
  });
}

export async function createHarness(): Promise<Harness> {
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
  };
  const first = await start(config);
  const replicas = [first];
  const certification = peer(CertificationServiceClient, `127.0.0.1:${first.grpcPort}`);
  const owner = new Database({ url: database.ownerUrl, applicationName: 'test' });
  const app = new Database({ url: database.appUrl, applicationName: 'test' });
  const gateway = new TokenSigner('gateway', keys.signingKey.gateway);
  return {
    broker,
    owner,
    app,
    certification,
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
      const data = { courseId: course, institutionId, teacherIds, version };
      await house.publish({ type: 'course.assigned.v1', subject: course, data });
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
