import { randomUUID } from 'node:crypto';
import { encodeEvent } from '@licheng/messaging';
import { UPLOAD_GRACE_MS } from '@licheng/portfolio-rules';
import { waitUntil } from '@licheng/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CourseRecord, known, startCourseRecord, YEAR } from './support/service.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let record: CourseRecord;
beforeAll(async () => {
  record = await startCourseRecord();
});
afterAll(() => record?.stop());

test('a closed upload window refuses add, edit and delete with the window in the details', async () => {
  const { student, courseId, institutionId } = await record.institution();
  const { outcome, request } = await record.add(student, courseId);
  const { opensAt, closesAt } = await record.setWindow(institutionId, 'upload', -2 * HOUR_MS, -HOUR_MS);
  const edit = { ...request, expectedVersion: 1, summary: 'x' };
  const attempts = [
    () => record.add(student, courseId),
    () => record.call(student, 'editOutcome', edit),
    () => record.call(student, 'deleteOutcome', { outcomeId: outcome.id, expectedVersion: 1 }),
  ];
  for (const attempt of attempts) {
    const refusal = await record.refusal(attempt());
    expect([refusal.code, refusal.details]).toEqual([
      'window_closed',
      { operation: 'upload', opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString() },
    ]);
  }
  expect((await record.get(student, outcome.id)).allowedActions).toEqual([]);
  expect(await record.changesOf(outcome.id)).toEqual(['added']);
});

test('a retry of an accepted call is answered even after the window has closed', async () => {
  const { student, courseId, institutionId } = await record.institution();
  const { request } = await record.add(student, courseId);
  await record.setWindow(institutionId, 'upload', -2 * HOUR_MS, -HOUR_MS);
  expect((await record.call(student, 'addOutcome', request)).outcome?.version).toBe(1);
});

test('a window that is not known is closed', async () => {
  const { administrator, student } = await record.institution();
  const otherYear = await record.course(administrator, YEAR + 1);
  await record.enrol(administrator, otherYear, student);
  const refusal = await record.refusal(record.add(student, otherYear));
  expect([refusal.code, refusal.details]).toEqual([
    'window_closed',
    { operation: 'upload', opensAt: null, closesAt: null },
  ]);
});

test('an upload begun before the close may be attached within the grace period, and no longer', async () => {
  const { student, courseId, institutionId } = await record.institution();
  const { outcome, request } = await record.add(student, courseId);
  const { closesAt } = await record.setWindow(institutionId, 'upload', -HOUR_MS, -MINUTE_MS);
  const before = new Date(closesAt.getTime() - 1);
  const late = await record.add(student, courseId, { startedAt: before });
  expect(late.outcome.version).toBe(1);
  expect(await record.refusalCode(record.add(student, courseId, { startedAt: closesAt }))).toBe('window_closed');

  const replacement = record.upload.finish(student, 'document', before);
  const edit = (documentUploadId: string) =>
    record.call(student, 'editOutcome', {
      outcomeId: outcome.id,
      expectedVersion: 1,
      summary: '',
      documentUploadId,
      mediaUploadId: '',
    });
  expect(await record.refusalCode(edit(request.documentUploadId))).toBe('window_closed');
  expect((await edit(replacement.id)).outcome?.version).toBe(2);

  await record.setWindow(institutionId, 'upload', -HOUR_MS, -UPLOAD_GRACE_MS - 1_000);
  const early = new Date(Date.now() - 2 * UPLOAD_GRACE_MS);
  expect(await record.refusalCode(record.add(student, courseId, { startedAt: early }))).toBe('window_closed');
});

test('a closed submit window refuses the submission, whatever the page showed', async () => {
  const { student, courseId, institutionId } = await record.institution();
  const { outcome, uploads } = await record.add(student, courseId);
  await record.passCheck(student, known(uploads[0]).id);
  expect((await record.get(student, outcome.id)).allowedActions).toContain('submit');
  await record.setWindow(institutionId, 'submit', HOUR_MS, 2 * HOUR_MS);
  const refusal = await record.refusal(record.submit(student, outcome));
  expect([refusal.code, refusal.details['operation']]).toEqual(['window_closed', 'submit']);
  expect(await record.get(student, outcome.id)).toMatchObject({
    status: 'awaiting_submission',
    submitBlockedBy: 'window_closed',
  });
});

test('a window heard from the calendar counts at once; an older version of it heard later does not', async () => {
  const { student, courseId, institutionId } = await record.institution();
  const windowId = randomUUID();
  const hear = (version: number, closesAt: Date) => {
    const opensAt = new Date(Date.now() - 9 * HOUR_MS);
    const data = { windowId, institutionId, academicYear: YEAR, operation: 'upload', opensAt, closesAt, version };
    return record.hear({ type: 'calendar.window.set.v1', subject: windowId, data });
  };
  const windowOf = async () =>
    (await record.call(student, 'listCourses', {})).windows.find((window) => window.operation === 'upload');

  const closed = new Date(Date.now() - HOUR_MS);
  await hear(7, closed);
  await waitUntil(async () => (await windowOf())?.closesAt?.getTime() === closed.getTime(), {
    what: 'the window to close',
  });
  expect((await windowOf())?.open).toBe(false);
  expect(await record.refusalCode(record.add(student, courseId))).toBe('window_closed');

  await hear(6, new Date(Date.now() + HOUR_MS));
  const extended = new Date(Date.now() + 2 * HOUR_MS);
  await hear(8, extended);
  await waitUntil(async () => (await windowOf())?.closesAt?.getTime() === extended.getTime(), {
    what: 'the extension',
  });
  expect((await record.call(student, 'listCourses', {})).courses[0]?.canAdd).toBe(true);
});

test('an older window heard after a newer one changes nothing', async () => {
  const { student, institutionId } = await record.institution();
  const windowId = randomUUID();
  const opensAt = new Date(Date.now() - 9 * HOUR_MS);
  const event = (version: number) => {
    const closesAt = new Date(Date.now() + version * HOUR_MS);
    const data = { windowId, institutionId, academicYear: YEAR, operation: 'select', opensAt, closesAt, version };
    return { type: 'calendar.window.set.v1', subject: windowId, data } as const;
  };
  const newest = event(9);
  await record.hear(newest);
  const old = await record.hear(event(3), encodeEvent('test', event(3), new Date(), undefined));
  const oldId = (JSON.parse(old) as { id: string }).id;
  await waitUntil(
    async () => (await record.owner.query('SELECT 1 FROM inbox_messages WHERE message_id = $1', [oldId])).rowCount,
    { what: 'the old fact to be heard' },
  );
  const { windows } = await record.call(student, 'listCourses', {});
  expect(windows.find((window) => window.operation === 'select')?.closesAt).toEqual(newest.data.closesAt);
});
