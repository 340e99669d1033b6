import { gzipSync } from 'node:zlib';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  CaseListResource,
  CourseListResource,
  OutcomeListResource,
  OutcomeResource,
} from '@licheng/rest-contract';
import { pdf, waitUntil } from '@licheng/testing';
import { Client } from './client.ts';
import { cpuTimeMs, residentMebibytes } from './cpu-time.ts';

export interface MeasuredSystem {
  url: string;
  accounts: readonly { login: string; password: string }[];
  /** Service name → pid of its process. */
  servicePids: Readonly<Record<string, number>>;
  enginePids: readonly number[];
  webRoot: string;
}

const MEBIBYTE = 1024 * 1024;
const IDLE_MS = 5_000;
const OUTCOMES = 60;
const ROUNDS = 300;

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const round = (value: number) => Math.round(value * 100) / 100;

function initialJavaScriptKilobytes(webRoot: string): number {
  const html = readFileSync(join(webRoot, 'index.html'), 'utf8');
  const entries = [...html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)].map((match) => match[1] ?? '');
  return round(entries.reduce((sum, file) => sum + gzipSync(readFileSync(join(webRoot, file))).length, 0) / 1000);
}

function allJavaScriptKilobytes(webRoot: string): number {
  const files = readdirSync(webRoot, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  return round(files.reduce((sum, file) => sum + gzipSync(readFileSync(join(webRoot, file))).length, 0) / 1000);
}

/** Runs the budgets' scenarios against an idle system. Times are processor time of all processes, per operation. */
export async function measure(system: MeasuredSystem): Promise<Record<string, number>> {
  const pids = [...Object.values(system.servicePids), ...system.enginePids];
  const signedIn = async (login: string) => {
    const client = new Client(system.url);
    await client.signIn(login, system.accounts.find((account) => account.login === login)?.password ?? '');
    return client;
  };
  const student = await signedIn('student5');
  const teacher = await signedIn('teacher1');

  await delay(IDLE_MS);
  const idleFrom = cpuTimeMs(pids);
  await delay(IDLE_MS);
  const idlePerMs = (cpuTimeMs(pids) - idleFrom) / IDLE_MS;
  const idleMemory = residentMebibytes(Object.values(system.servicePids));

  const perOperation = async (count: number, work: () => Promise<void>) => {
    const startedAt = performance.now();
    const before = cpuTimeMs(pids);
    await work();
    const idle = idlePerMs * (performance.now() - startedAt);
    return round(Math.max(0, cpuTimeMs(pids) - before - idle) / count);
  };
  const repeat = async (count: number, work: () => Promise<unknown>) => {
    for (let n = 0; n < count; n += 1) await work();
  };
  const outcomesOf = async (courseId: string) =>
    (await student.json<OutcomeListResource>('GET', `/courses/${courseId}/outcomes`)).outcomes;

  const { courses } = await student.json<CourseListResource>('GET', '/courses');
  const courseId = courses.find((course) => course.subject === '英文(三)')?.id ?? '';
  await repeat(50, () => student.request('GET', '/courses').then((response) => response.arrayBuffer()));
  const courseListMs = await perOperation(ROUNDS, () => repeat(ROUNDS, () => student.json('GET', '/courses')));

  const latencies: number[] = [];
  for (let n = 0; n < 15; n += 1) {
    const upload = await student.upload(`大檔${n}.pdf`, 'document', pdf({ sizeBytes: 4 * MEBIBYTE - 1024 }));
    const startedAt = performance.now();
    const outcome = await student.addOutcome(courseId, upload);
    await waitUntil(
      async () => (await student.json<OutcomeResource>('GET', `/outcomes/${outcome.id}`)).files[0]?.check === 'passed',
      { what: 'the check', intervalMs: 10 },
    );
    latencies.push(performance.now() - startedAt);
  }

  // The checks run apart from what is measured here: their process stands still meanwhile.
  const validation = system.servicePids['media-validation'] ?? 0;
  const files = Array.from({ length: OUTCOMES }, () => pdf({ sizeBytes: 3 * MEBIBYTE }));
  process.kill(validation, 'SIGSTOP');
  const added: OutcomeResource[] = [];
  const uploadMs = await perOperation(OUTCOMES, async () => {
    for (const [n, file] of files.entries()) {
      added.push(await student.addOutcome(courseId, await student.upload(`成果${n}.pdf`, 'document', file)));
    }
  });
  process.kill(validation, 'SIGCONT');
  await waitUntil(
    async () => (await outcomesOf(courseId)).every((outcome) => outcome.files.every((file) => file.check === 'passed')),
    { what: 'all checks', timeoutMs: 120_000, intervalMs: 500 },
  );
  await delay(1_000);
  const waiting = async () => (await teacher.json<CaseListResource>('GET', '/certification/cases')).waitingCount;
  const submissionMs = await perOperation(OUTCOMES, async () => {
    for (const { id, version } of added) {
      await student.json('POST', `/outcomes/${id}/submission`, { expectedVersion: version });
    }
    await waitUntil(async () => (await waiting()) === OUTCOMES, { what: 'all cases', intervalMs: 250 });
  });

  const queuePageMs = await perOperation(ROUNDS, () =>
    repeat(ROUNDS, () => teacher.json('GET', '/certification/cases?pageSize=50')),
  );
  const verdictMs = await perOperation(OUTCOMES, async () => {
    for (const { id, version } of added) {
      await teacher.json('POST', `/certification/cases/${id}/verdict`, { version, action: 'certify', comment: '' });
    }
    const certified = async () =>
      (await outcomesOf(courseId)).filter((outcome) => outcome.status === 'certified').length;
    await waitUntil(async () => (await certified()) === OUTCOMES, { what: 'all verdicts', intervalMs: 250 });
  });

  return {
    courseListCpuMs: courseListMs,
    reviewQueuePageOf50CpuMs: queuePageMs,
    verdictCpuMs: verdictMs,
    upload3MbCpuMs: uploadMs,
    submissionCpuMs: submissionMs,
    upload3MbPlusSubmissionCpuMs: round(uploadMs + submissionMs),
    pdf4MbAcceptedToValidatedP50Ms: round(median(latencies)),
    idleNodeMemoryMiB: idleMemory,
    idleCpuPercentOfOneCore: round(idlePerMs * 100),
    initialJavaScriptGzipKB: initialJavaScriptKilobytes(system.webRoot),
    allJavaScriptGzipKB: allJavaScriptKilobytes(system.webRoot),
  };
}
