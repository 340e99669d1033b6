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
  /** Engine name → pids of its processes. */
  enginePids: Readonly<Record<string, readonly number[]>>;
  webRoot: string;
}

const MEBIBYTE = 1024 * 1024;
const IDLE_MS = 5_000;
const OUTCOMES = 120;
const ROUNDS = 1_000;
/** People work side by side; what is done for several at once (a batch of events) shall count as such. */
const CONCURRENCY = 4;

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
export async function measure(system: MeasuredSystem): Promise<Record<string, unknown>> {
  const members: Record<string, readonly number[]> = {
    ...Object.fromEntries(Object.entries(system.servicePids).map(([name, pid]) => [name, [pid]])),
    ...system.enginePids,
  };
  const pids = Object.values(members).flat();
  const cpuByMember = () => Object.entries(members).map(([name, roots]) => [name, cpuTimeMs(roots)] as const);
  const shares: Record<string, Record<string, number>> = {};
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

  const perOperation = async (name: string, count: number, work: () => Promise<void>) => {
    const startedAt = performance.now();
    const before = new Map(cpuByMember());
    await work();
    const spent = cpuByMember().map(([member, cpuMs]) => [member, cpuMs - (before.get(member) ?? 0)] as const);
    const idle = idlePerMs * (performance.now() - startedAt);
    shares[name] = Object.fromEntries(
      spent.map(([member, cpuMs]) => [member, round(cpuMs / count)] as const).filter(([, cpuMs]) => cpuMs >= 0.05),
    );
    return round(Math.max(0, spent.reduce((sum, [, cpuMs]) => sum + cpuMs, 0) - idle) / count);
  };
  const each = async <Item>(items: readonly Item[], work: (item: Item, index: number) => Promise<unknown>) => {
    const rest = [...items.entries()];
    const worker = async () => {
      for (let next = rest.shift(); next !== undefined; next = rest.shift()) await work(next[1], next[0]);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  };
  const repeat = (count: number, work: () => Promise<unknown>) => each(Array.from({ length: count }), work);
  const outcomesOf = async (courseId: string) =>
    (await student.json<OutcomeListResource>('GET', `/courses/${courseId}/outcomes`)).outcomes;

  const { courses } = await student.json<CourseListResource>('GET', '/courses');
  const courseId = courses.find((course) => course.subject === '英文(三)')?.id ?? '';
  await repeat(ROUNDS, () => student.json('GET', '/courses'));
  const courseListMs = await perOperation('courseList', ROUNDS, () =>
    repeat(ROUNDS, () => student.json('GET', '/courses')),
  );

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

  const allOf = async (want: (outcome: OutcomeResource) => boolean) => (await outcomesOf(courseId)).every(want);
  const checked = (outcome: OutcomeResource) => outcome.files.every((file) => file.check === 'passed');
  // The checks run apart from what is measured here: their process stands still meanwhile.
  const validation = system.servicePids['media-validation'] ?? 0;
  const uploads = async (count: number) => {
    const files = Array.from({ length: count }, () => pdf({ sizeBytes: 3 * MEBIBYTE }));
    const added: OutcomeResource[] = [];
    process.kill(validation, 'SIGSTOP');
    const cpuMs = await perOperation('upload3Mb', count, () =>
      each(files, async (file, n) => {
        added.push(await student.addOutcome(courseId, await student.upload(`成果${n}.pdf`, 'document', file)));
      }),
    );
    process.kill(validation, 'SIGCONT');
    await waitUntil(() => allOf(checked), { what: 'all checks', timeoutMs: 180_000, intervalMs: 1_000 });
    return { added, cpuMs };
  };
  const waiting = async () =>
    (await teacher.json<CaseListResource>('GET', '/certification/cases?limit=1')).waitingCount;
  const submissions = (outcomes: readonly OutcomeResource[]) =>
    perOperation('submission', outcomes.length, async () => {
      const before = await waiting();
      await each(outcomes, ({ id, version }) =>
        student.json('POST', `/outcomes/${id}/submission`, { expectedVersion: version }),
      );
      await waitUntil(async () => (await waiting()) === before + outcomes.length, {
        what: 'all cases',
        intervalMs: 500,
      });
    });
  const verdicts = (outcomes: readonly OutcomeResource[]) =>
    perOperation('verdict', outcomes.length, async () => {
      await each(outcomes, ({ id, version }) =>
        teacher.json('POST', `/certification/cases/${id}/verdict`, {
          version,
          action: 'certify',
          comment: '',
          refusalReason: null,
        }),
      );
      const last = outcomes.at(-1)?.id ?? '';
      await waitUntil(
        async () => (await student.json<OutcomeResource>('GET', `/outcomes/${last}`)).status === 'certified',
        { what: 'the last verdict', intervalMs: 500 },
      );
      // What others do with a verdict (notices, the central database) counts too.
      await delay(1_000);
    });

  // The first round warms every process; the second is measured.
  const warmUp = await uploads(OUTCOMES / 2);
  await submissions(warmUp.added);
  await verdicts(warmUp.added);
  const { added, cpuMs: uploadMs } = await uploads(OUTCOMES);
  const submissionMs = await submissions(added);
  const queuePage = () => teacher.json('GET', '/certification/cases?limit=50');
  await repeat(ROUNDS / 2, queuePage);
  const queuePageMs = await perOperation('reviewQueuePageOf50', ROUNDS, () => repeat(ROUNDS, queuePage));
  const verdictMs = await verdicts(added);

  return {
    courseListCpuMs: courseListMs,
    reviewQueuePageOf50CpuMs: queuePageMs,
    verdictCpuMs: verdictMs,
    upload3MbCpuMs: uploadMs,
    submissionCpuMs: submissionMs,
    upload3MbPlusSubmissionCpuMs: round(uploadMs + submissionMs),
    pdf4MbAcceptedToValidatedP50Ms: round(median(latencies)),
    idleServicesMemoryMiB: idleMemory,
    idleCpuPercentOfOneCore: round(idlePerMs * 100),
    initialJavaScriptGzipKB: initialJavaScriptKilobytes(system.webRoot),
    allJavaScriptGzipKB: allJavaScriptKilobytes(system.webRoot),
    cpuMsByProcess: shares,
  };
}
