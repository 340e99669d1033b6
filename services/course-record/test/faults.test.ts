import { waitUntil } from '@licheng/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CourseRecord, known, startCourseRecord } from './support/service.ts';

let record: CourseRecord;
beforeAll(async () => {
  record = await startCourseRecord();
});
afterEach(async () => {
  await Promise.all([record.brokerDoor.open(), record.databaseDoor.open()]);
});
afterAll(() => record?.stop());

const ready = async () => (await fetch(`http://127.0.0.1:${record.service.httpPort}/readyz`)).status;

async function receivedBy(queue: string, outcomeId: string): Promise<string> {
  return waitUntil(
    async () => {
      const message = await record.broker.take(queue);
      const text = message?.content.toString() ?? '';
      return text.includes(outcomeId) ? text : null;
    },
    { what: `an event about the outcome in ${queue}`, timeoutMs: 20_000 },
  );
}

test('with the broker away a submission succeeds and the service stays ready; the event arrives when it is back', async () => {
  const { student, courseId } = await record.institution();
  const { outcome, uploads } = await record.add(student, courseId);
  await record.passCheck(student, known(uploads[0]).id);
  await record.brokerDoor.shut();
  expect((await record.submit(student, outcome)).status).toBe('under_certification');
  expect(await ready()).toBe(200);
  const unsent = await record.owner.query(
    `SELECT count(*)::int AS n FROM outbox_events WHERE subject = $1 AND type = 'outcome.submitted.v1' AND sent_at IS NULL`,
    [outcome.id],
  );
  expect(unsent.rows).toEqual([{ n: 1 }]);
  await record.brokerDoor.open();
  const text = await receivedBy('certification.facts', outcome.id);
  expect(JSON.parse(text)).toMatchObject({ type: 'outcome.submitted.v1', subject: outcome.id });
});

test('a fact heard after the broker came back is applied', async () => {
  const { student, courseId } = await record.institution();
  const submitted = await record.addSubmitted(student, courseId);
  await record.brokerDoor.shut();
  await record.hear(record.verdictOf(student, submitted, 'certified'));
  expect((await record.get(student, submitted.id)).status).toBe('under_certification');
  await record.brokerDoor.open();
  await waitUntil(async () => (await record.get(student, submitted.id)).status === 'certified', {
    what: 'the verdict',
    timeoutMs: 20_000,
  });
});

test('with the database away calls say so and the service is not ready; both recover by themselves', async () => {
  const { student, courseId } = await record.institution();
  const { request } = await record.add(student, courseId);
  await record.databaseDoor.shut();
  expect(await record.refusalCode(record.call(student, 'listCourses', {}))).toBe('service_unavailable');
  expect(
    await record.refusalCode(record.call(student, 'addOutcome', { ...request, outcomeId: crypto.randomUUID() })),
  ).toBe('service_unavailable');
  expect(await ready()).toBe(503);
  await record.databaseDoor.open();
  await waitUntil(async () => (await ready()) === 200, { what: 'the service to be ready again' });
  expect((await record.call(student, 'listCourses', {})).courses).toHaveLength(1);
  expect((await record.call(student, 'addOutcome', request)).outcome?.version).toBe(1);
});

test('a fact heard while the database is away waits and is applied when it is back', async () => {
  const { student, courseId } = await record.institution();
  const submitted = await record.addSubmitted(student, courseId);
  await record.databaseDoor.shut();
  await record.hear(record.verdictOf(student, submitted, 'refused'));
  await waitUntil(async () => (await record.broker.depth('course-record.facts.retry')) > 0, {
    what: 'the fact to wait',
  });
  await record.databaseDoor.open();
  await waitUntil(async () => (await record.get(student, submitted.id)).status === 'refused', {
    what: 'the verdict',
    timeoutMs: 20_000,
  });
});

test('with upload away adding says so and makes nothing', async () => {
  const { student, courseId } = await record.institution();
  const { request } = await record.add(student, courseId);
  await record.upload.stop();
  const other = { ...request, outcomeId: crypto.randomUUID() };
  expect(await record.refusalCode(record.call(student, 'addOutcome', other))).toBe('service_unavailable');
  expect((await record.call(student, 'listOutcomes', { courseId })).outcomes).toHaveLength(1);
});
