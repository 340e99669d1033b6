import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { CourseRecordServiceClient, type Outcome } from '@licheng/contracts/course-record';
import type { EventData, EventType } from '@licheng/contracts/events';
import { type CloudEvent, decodeEvent, encodeEvent, EVENTS_EXCHANGE, type OutgoingEvent } from '@licheng/messaging';
import type { ErrorCode, FileSlot, Operation, Role } from '@licheng/portfolio-rules';
import { LichengError } from '@licheng/portfolio-rules';
import { parseTrustedKeys, peer, TokenSigner, TokenVerifier } from '@licheng/service-kit';
import { createBroker, createDatabase, testKeys, waitUntil, gateTo } from '@licheng/testing';
import type { JSONWebKeySet } from 'jose';
import pg from 'pg';
import { start } from '../../src/wiring.ts';
import { fakeCertification, fakeUpload } from './fake-peers.ts';

export const YEAR = 110;
const HOUR_MS = 3_600_000;

export interface Person {
  personId: string;
  institutionId: string;
  role: Role;
  name: string;
  token: string;
}

type Client = CourseRecordServiceClient;
type Methods = Extract<
  keyof Client,
  | 'listCourses'
  | 'listOutcomes'
  | 'getOutcome'
  | 'addOutcome'
  | 'editOutcome'
  | 'deleteOutcome'
  | 'submitOutcome'
  | 'submitOutcomes'
  | 'restoreOutcome'
  | 'listVersions'
  | 'createPreviewLinks'
  | 'getHome'
  | 'getReceipt'
  | 'listReceiptKeys'
  | 'createFileLink'
  | 'listSelectable'
  | 'selectOutcome'
  | 'unselectOutcome'
  | 'previewHandIn'
  | 'handIn'
  | 'listHandIns'
  | 'putCourse'
  | 'putEnrolment'
>;

export const newReceiptKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');

/** The whole service in this process, on a database and a broker of its own; upload and certification are faked at gRPC. */
export async function startCourseRecord() {
  const keys = testKeys();
  const verifier = new TokenVerifier(parseTrustedKeys(keys.trustedKeys));
  const gateway = new TokenSigner('gateway', keys.signingKey.gateway);
  const [database, broker, upload, certification] = await Promise.all([
    createDatabase({ service: 'course-record', migrationsDir: new URL('../../prisma/migrations', import.meta.url) }),
    createBroker(),
    fakeUpload(verifier),
    fakeCertification(verifier),
  ]);
  const databaseDoor = await gateTo(database.appUrl);
  const brokerDoor = await gateTo(broker.url);
  const boot = (receiptKey: string) =>
    start({
      SERVICE_NAME: 'course-record',
      LOG_LEVEL: 'silent',
      HTTP_LISTEN: { host: '127.0.0.1', port: 0 },
      GRPC_LISTEN: { host: '127.0.0.1', port: 0 },
      SIGNING_KEY: keys.signingKey['course-record'],
      TRUSTED_KEYS: keys.trustedKeys,
      DATABASE_URL: databaseDoor.url,
      BROKER_URL: brokerDoor.url,
      UPLOAD_ADDRESS: upload.address,
      CERTIFICATION_ADDRESS: certification.address,
      RECEIPT_SIGNING_KEY: receiptKey,
    });
  const service = await boot(newReceiptKey());
  const clientOf = ({ grpcPort }: { grpcPort: number }) => peer(CourseRecordServiceClient, `127.0.0.1:${grpcPort}`);
  const client = clientOf(service);
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 3 });

  async function person(role: Role, institutionId: string, name: string): Promise<Person> {
    const personId = randomUUID();
    const who = { personId, institutionId, role, name, institutionName: '測試實驗教育機構' };
    const token = await gateway.forPerson(who, 3_600);
    return { personId, institutionId, role, name, token };
  }

  const call = <M extends Methods>(who: Person, method: M, request: Parameters<typeof client.call<M>>[1]) =>
    client.call(method, request, { token: who.token, timeoutMs: 20_000 });

  /** The refusal's code; fails when there is none. */
  async function refusal(work: Promise<unknown>): Promise<LichengError> {
    try {
      await work;
    } catch (error) {
      if (error instanceof LichengError) return error;
      throw error;
    }
    throw new Error('was not refused');
  }
  /** The published keys, asked for the way the gateway does. */
  async function receiptKeys() {
    const token = await gateway.forSelf(60);
    const { jwksJson } = await client.call('listReceiptKeys', {}, { token, timeoutMs: 20_000 });
    return JSON.parse(jwksJson) as JSONWebKeySet;
  }

  const refusalCode = async (work: Promise<unknown>): Promise<ErrorCode> => (await refusal(work)).code;

  /** Lets the service hear an event; the same message id again is a repeat. */
  async function hear(
    event: OutgoingEvent,
    content = encodeEvent('test', event, new Date(), undefined),
  ): Promise<string> {
    await broker.publish(EVENTS_EXCHANGE, event.type, Buffer.from(content));
    return content;
  }

  const eventsOf = async <T extends EventType>(type: T, subject?: string): Promise<CloudEvent<T>[]> => {
    const { rows } = await owner.query<{ payload: string }>(
      'SELECT payload FROM outbox_events WHERE type = $1 AND ($2::text IS NULL OR subject = $2) ORDER BY seq',
      [type, subject ?? null],
    );
    return rows.map(({ payload }) => decodeEvent(Buffer.from(payload)) as unknown as CloudEvent<T>);
  };
  const changesOf = async (outcomeId: string) =>
    (await eventsOf('outcome.changed.v1', outcomeId)).map((event) => event.data.change);

  /** Opens, moves or closes a window in the local calendar: tests move windows, never the clock. */
  async function setWindow(
    institutionId: string,
    operation: Operation,
    fromMs: number,
    toMs: number,
    academicYear = YEAR,
  ): Promise<{ opensAt: Date; closesAt: Date }> {
    const opensAt = new Date(Date.now() + fromMs);
    const closesAt = new Date(Date.now() + toMs);
    await owner.query(
      `INSERT INTO calendar_windows VALUES ($1, $2, $3, $4, $5, $6, 1)
       ON CONFLICT (institution_id, academic_year, operation)
       DO UPDATE SET opens_at = excluded.opens_at, closes_at = excluded.closes_at, version = calendar_windows.version + 1`,
      [institutionId, academicYear, operation, randomUUID(), opensAt, closesAt],
    );
    return { opensAt, closesAt };
  }
  const openAll = async (institutionId: string, academicYear = YEAR) => {
    for (const operation of ['upload', 'submit', 'certify', 'select', 'hand_in'] as const) {
      await setWindow(institutionId, operation, -HOUR_MS, HOUR_MS, academicYear);
    }
  };

  /** An institution with open windows, an administrator, a student and one course the student takes. */
  async function institution(academicYear = YEAR) {
    const institutionId = randomUUID();
    const administrator = await person('administrator', institutionId, '管理者');
    const student = await person('student', institutionId, '學生5');
    await openAll(institutionId, academicYear);
    const courseId = await course(administrator, academicYear);
    await enrol(administrator, courseId, student);
    return { institutionId, administrator, student, courseId };
  }

  async function course(administrator: Person, academicYear = YEAR, subject = '英文(三)'): Promise<string> {
    const id = randomUUID();
    await call(administrator, 'putCourse', {
      institutionId: administrator.institutionId,
      id,
      academicYear,
      termSystem: 'two_terms',
      term: '2',
      subject,
      teacherIds: [randomUUID()],
    });
    return id;
  }

  async function enrol(administrator: Person, courseId: string, student: Person): Promise<void> {
    await call(administrator, 'putEnrolment', {
      institutionId: administrator.institutionId,
      courseId,
      studentId: student.personId,
      studentName: student.name,
      creditsEarned: '2',
      qualitativeComment: '',
      grade: '99',
    });
  }

  async function add(
    student: Person,
    courseId: string,
    draft: { summary?: string; slots?: FileSlot[]; startedAt?: Date } = {},
  ) {
    const uploads = (draft.slots ?? ['document']).map((slot) => upload.finish(student, slot, draft.startedAt));
    const idOf = (slot: FileSlot) => uploads.find((one) => one.slot === slot)?.id ?? '';
    const request = {
      outcomeId: randomUUID(),
      courseId,
      summary: draft.summary ?? 'kowowdskcosqmie',
      documentUploadId: idOf('document'),
      mediaUploadId: idOf('media'),
    };
    const { outcome } = await call(student, 'addOutcome', request);
    return { request, uploads, outcome: known(outcome) };
  }

  async function passCheck(student: Person, uploadId: string): Promise<void> {
    const { institutionId, personId: ownerId } = student;
    const data = { uploadId, institutionId, ownerId, mediaType: 'application/pdf', hasThumbnail: true };
    await hear({ type: 'media.validated.v1', subject: uploadId, data });
    await waitUntil(
      async () => (await owner.query('SELECT 1 FROM file_checks WHERE upload_id = $1', [uploadId])).rowCount,
      {
        what: 'the check to be recorded',
      },
    );
  }

  const get = async (student: Person, outcomeId: string) =>
    known((await call(student, 'getOutcome', { outcomeId })).outcome);
  const submit = async (student: Person, outcome: Pick<Outcome, 'id' | 'version'>) =>
    known((await call(student, 'submitOutcome', { outcomeId: outcome.id, expectedVersion: outcome.version })).outcome);

  async function addPassed(student: Person, courseId: string): Promise<Outcome> {
    const { outcome, uploads } = await add(student, courseId);
    for (const { id } of uploads) await passCheck(student, id);
    return outcome;
  }

  async function rejectCheck(student: Person, uploadId: string): Promise<void> {
    const data = { uploadId, institutionId: student.institutionId, ownerId: student.personId, rejection: 'infected' };
    await hear({ type: 'media.rejected.v1', subject: uploadId, data });
    await waitUntil(
      async () => (await owner.query('SELECT 1 FROM file_checks WHERE upload_id = $1', [uploadId])).rowCount,
      { what: 'the check to be recorded' },
    );
  }

  async function addSubmitted(student: Person, courseId: string): Promise<Outcome> {
    return submit(student, await addPassed(student, courseId));
  }

  type Result = 'certified' | 'refused' | 'revoked';
  function verdictOf(
    student: Person,
    outcome: Pick<Outcome, 'id' | 'version' | 'courseId'>,
    result: Result,
    decidedAt = new Date(),
  ): OutgoingEvent {
    const data: EventData<'certification.result.certified.v1'> = {
      outcomeId: outcome.id,
      version: outcome.version,
      institutionId: student.institutionId,
      studentId: student.personId,
      courseId: outcome.courseId,
      academicYear: YEAR,
      files: [],
      certifierId: randomUUID(),
      certifierName: '王老師',
      comment: result === 'certified' ? '' : '請補上參考資料',
      refusalReason: result === 'certified' ? '' : 'other',
      onBehalfOfId: '',
      onBehalfOfName: '',
      decidedAt,
      teacherIds: [],
      deputyIds: [],
    };
    return { type: `certification.result.${result}.v1`, subject: outcome.id, data };
  }

  async function decide(student: Person, outcome: Outcome, result: Result, decidedAt = new Date()): Promise<Outcome> {
    await hear(verdictOf(student, outcome, result, decidedAt));
    return waitUntil(
      async () => {
        const current = await get(student, outcome.id);
        return current.history.some((entry) => entry.fact === result && entry.at?.getTime() === decidedAt.getTime())
          ? current
          : null;
      },
      { what: `the outcome to be ${result}` },
    );
  }

  const addCertified = async (student: Person, courseId: string) =>
    decide(student, await addSubmitted(student, courseId), 'certified');

  /** Certified outcomes written directly, for tests of what comes after. */
  async function seedCertified(student: Person, courseId: string, count: number, selected = false): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    for (const id of ids) {
      await owner.query(
        `INSERT INTO outcomes (id, institution_id, course_id, student_id, status, version, submitted_at, decided_at,
                               last_verdict_at, selected_at, created_at)
         VALUES ($1, $2, $3, $4, 'certified', 1, now(), now(), now(), CASE WHEN $5 THEN now() END, now())`,
        [id, student.institutionId, courseId, student.personId, selected],
      );
      await owner.query(`INSERT INTO outcome_versions VALUES ($1, 1, $2, '', now())`, [id, student.institutionId]);
      const { id: uploadId, fileName, mediaType, sizeBytes, sha256 } = upload.finish(student, 'document');
      await owner.query(`INSERT INTO outcome_files VALUES ($1, 1, 'document', $2, $3, $4, $5, $6, $7)`, [
        id,
        student.institutionId,
        uploadId,
        fileName,
        mediaType,
        sizeBytes,
        sha256,
      ]);
    }
    return ids;
  }

  /** Holds rows while `command` runs into them, changes them with `meanwhile`, and lets go. @returns the command's answer. */
  async function overtake<T>(
    lock: { text: string; values: unknown[]; waiters?: number },
    command: () => Promise<T>,
    meanwhile: (holder: pg.PoolClient) => Promise<unknown> = async () => {},
  ): Promise<PromiseSettledResult<T>> {
    const holder = await owner.connect();
    try {
      await holder.query('BEGIN');
      await holder.query(lock.text, lock.values);
      const answer = Promise.allSettled([command()]);
      await waitUntil(
        async () => {
          const { rows } = await owner.query<{ n: number }>(
            `SELECT count(DISTINCT l.pid)::int AS n FROM pg_locks l JOIN pg_stat_activity a USING (pid)
              WHERE NOT l.granted AND a.datname = current_database()`,
          );
          return (rows[0]?.n ?? 0) >= (lock.waiters ?? 1);
        },
        { what: 'the command to wait for the rows' },
      );
      await meanwhile(holder);
      await holder.query('COMMIT');
      const [result] = await answer;
      return result;
    } finally {
      // Ends the transaction too when something above failed.
      holder.release(true);
    }
  }

  return {
    add,
    addCertified,
    addPassed,
    addSubmitted,
    boot,
    broker,
    brokerDoor,
    call,
    certification,
    changesOf,
    clientOf,
    course,
    database,
    databaseDoor,
    decide,
    enrol,
    eventsOf,
    get,
    hear,
    institution,
    openAll,
    overtake,
    owner,
    passCheck,
    person,
    receiptKeys,
    refusal,
    refusalCode,
    rejectCheck,
    seedCertified,
    service,
    setWindow,
    submit,
    upload,
    verdictOf,
    async stop() {
      client.close();
      for (const part of service.parts.toReversed()) await part.stop();
      await Promise.all([databaseDoor.shut(), brokerDoor.shut(), upload.stop(), certification.stop(), owner.end()]);
      await broker.close();
      await database.drop();
    },
  };
}

export type CourseRecord = Awaited<ReturnType<typeof startCourseRecord>>;

export function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('an answer without its content');
  return value;
}
