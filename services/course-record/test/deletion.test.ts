import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CourseRecord, known, type Person, startCourseRecord } from './support/service.ts';

let record: CourseRecord;
beforeAll(async () => {
  record = await startCourseRecord();
});
afterAll(() => record?.stop());

const remove = (student: Person, { id, version }: { id: string; version: number }) =>
  record.call(student, 'deleteOutcome', { outcomeId: id, expectedVersion: version });
const restore = async (student: Person, { id }: { id: string }) =>
  known((await record.call(student, 'restoreOutcome', { outcomeId: id })).outcome);
const age = (id: string, seconds: number) =>
  record.owner.query(`UPDATE outcomes SET deleted_at = deleted_at - make_interval(secs => $2) WHERE id = $1`, [
    id,
    seconds,
  ]);

test('a deletion taken back leaves no trace: the outcome is what and where it was', async () => {
  const { student, courseId } = await record.institution();
  const before = await record.addPassed(student, courseId);
  const shown = await record.get(student, before.id);
  const { restorableUntil } = await remove(student, before);
  const left = known(restorableUntil).getTime() - Date.now();
  expect([left > 50_000, left <= 61_000]).toEqual([true, true]);
  expect((await record.call(student, 'listOutcomes', { courseId })).course?.outcomeCount).toBe(0);
  expect(await restore(student, before)).toEqual(shown);
  expect(await restore(student, before)).toEqual(shown);
  expect((await record.call(student, 'listOutcomes', { courseId })).outcomes).toEqual([shown]);
  expect(await record.changesOf(before.id)).toEqual(['added', 'file_checked', 'deleted', 'restored']);
  expect((await record.submit(student, before)).status).toBe('under_certification');
});

test('a refused outcome comes back refused, with its comment and version', async () => {
  const { student, courseId } = await record.institution();
  const refused = await record.decide(student, await record.addSubmitted(student, courseId), 'refused');
  await remove(student, refused);
  expect(await restore(student, refused)).toEqual(refused);
});

test('a deletion repeated names the same time; after a restoration it is a new deletion', async () => {
  const { student, courseId } = await record.institution();
  const { outcome } = await record.add(student, courseId);
  const first = await remove(student, outcome);
  await age(outcome.id, 20);
  const repeated = await remove(student, outcome);
  expect(repeated.restorableUntil?.getTime()).toBe(known(first.restorableUntil).getTime() - 20_000);
  await restore(student, outcome);
  const second = await remove(student, outcome);
  expect(known(second.restorableUntil).getTime()).toBeGreaterThanOrEqual(known(first.restorableUntil).getTime());
  expect(await record.changesOf(outcome.id)).toEqual(['added', 'deleted', 'restored', 'deleted']);
});

test('after 60 seconds it is gone for good, though its versions stay in the database', async () => {
  const { student, courseId } = await record.institution();
  const { outcome } = await record.add(student, courseId);
  await remove(student, outcome);
  await age(outcome.id, 59);
  await restore(student, outcome);
  await remove(student, outcome);
  await age(outcome.id, 60);
  expect(await record.refusalCode(restore(student, outcome))).toBe('not_found');
  const { rows } = await record.owner.query('SELECT version FROM outcome_files WHERE outcome_id = $1', [outcome.id]);
  expect(rows).toEqual([{ version: 1 }]);
  expect(await record.changesOf(outcome.id)).toEqual(['added', 'deleted', 'restored', 'deleted']);
});

test('the time that counts is when the row is held: a restoration that waited until it was too late is refused', async () => {
  const { student, courseId } = await record.institution();
  const { outcome } = await record.add(student, courseId);
  await remove(student, outcome);
  const answer = await record.overtake(
    { text: 'SELECT 1 FROM outcomes WHERE id = $1 FOR UPDATE', values: [outcome.id] },
    () => restore(student, outcome),
    (holder) =>
      holder.query(`UPDATE outcomes SET deleted_at = deleted_at - interval '60 seconds' WHERE id = $1`, [outcome.id]),
  );
  expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } });
});

test('a window that closes meanwhile does not keep a deletion from being taken back', async () => {
  const { student, courseId, institutionId } = await record.institution();
  const { outcome } = await record.add(student, courseId);
  await remove(student, outcome);
  await record.setWindow(institutionId, 'upload', -2_000, -1_000);
  expect((await restore(student, outcome)).allowedActions).toEqual([]);
});

test('several restorations at once are one', async () => {
  const { student, courseId } = await record.institution();
  const { outcome } = await record.add(student, courseId);
  await remove(student, outcome);
  const answers = await Promise.all([1, 2, 3, 4].map(() => restore(student, outcome)));
  expect(answers.map(({ id }) => id)).toEqual(Array(4).fill(outcome.id));
  expect(await record.changesOf(outcome.id)).toEqual(['added', 'deleted', 'restored']);
});

test('a deletion and a submission at once: exactly one of them happens', async () => {
  const { student, courseId } = await record.institution();
  for (let round = 0; round < 8; round += 1) {
    const outcome = await record.addPassed(student, courseId);
    const both = [() => remove(student, outcome), () => record.submit(student, outcome)];
    const started = (round % 2 === 0 ? both : both.toReversed()).map((start) => start());
    const [deleted, submitted] = await Promise.allSettled(round % 2 === 0 ? started : started.toReversed());
    const codes = [deleted, submitted].map((result) =>
      result?.status === 'rejected' ? (result.reason as { code: string }).code : 'done',
    );
    const changes = (await record.changesOf(outcome.id)).slice(2);
    expect([codes.join(), changes]).toEqual(
      codes[0] === 'done' ? ['done,not_found', ['deleted']] : ['transition_not_allowed,done', ['submitted']],
    );
    const { rowCount } = await record.owner.query('SELECT 1 FROM receipts WHERE outcome_id = $1', [outcome.id]);
    expect(rowCount).toBe(codes[0] === 'done' ? 0 : 1);
  }
});

test('a submission that was read before a deletion committed does not happen', async () => {
  const { student, courseId } = await record.institution();
  const outcome = await record.addPassed(student, courseId);
  const answer = await record.overtake(
    { text: 'SELECT 1 FROM outcomes WHERE id = $1 FOR UPDATE', values: [outcome.id] },
    () => record.submit(student, outcome),
    (holder) => holder.query('UPDATE outcomes SET deleted_at = now() WHERE id = $1', [outcome.id]),
  );
  expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } });
  expect(await record.eventsOf('outcome.submitted.v1', outcome.id)).toEqual([]);
});

test('a deleted outcome is nowhere: not in lists, counts, home, versions or links', async () => {
  const { student, courseId } = await record.institution();
  const { outcome, uploads } = await record.add(student, courseId);
  await record.rejectCheck(student, known(uploads[0]).id);
  await remove(student, outcome);
  const { courses } = await record.call(student, 'listCourses', {});
  expect(courses[0]).toMatchObject({ outcomeCount: 0, awaitingSubmissionCount: 0, fileRejectedCount: 0 });
  expect((await record.call(student, 'getHome', {})).todo).toEqual([]);
  const outcomeId = outcome.id;
  for (const ask of [
    () => record.call(student, 'getOutcome', { outcomeId }),
    () => record.call(student, 'listVersions', { outcomeId }),
    () => record.call(student, 'createFileLink', { outcomeId, slot: 'document', variant: 'file', version: 1 }),
    () => record.call(student, 'createPreviewLinks', { outcomeId, slot: 'document', version: 0 }),
  ]) {
    expect(await record.refusalCode(ask())).toBe('not_found');
  }
});
