import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CourseRecord, known, type Person, startCourseRecord, YEAR } from './support/service.ts';

let record: CourseRecord;
beforeAll(async () => {
  record = await startCourseRecord();
});
afterAll(() => record?.stop());

const HOUR_MS = 3_600_000;
const home = (student: Person) => record.call(student, 'getHome', {});
const kindsOf = async (student: Person) => (await home(student)).todo.map(({ kind }) => kind);

test('each outcome says what is left to do with it and by when; what is selected says nothing', async () => {
  const { student, courseId, institutionId } = await record.institution();
  const { outcome: unsent, uploads } = await record.add(student, courseId, {
    summary: '還沒送',
    slots: ['media', 'document'],
  });
  const { outcome: broken, uploads: bad } = await record.add(student, courseId);
  await record.rejectCheck(student, known(bad[0]).id);
  const waiting = await record.addSubmitted(student, courseId);
  const refused = await record.decide(student, await record.addSubmitted(student, courseId), 'refused');
  const certified = await record.addCertified(student, courseId);
  const [selected] = await record.seedCertified(student, courseId, 1, true);
  const closing = {
    upload: await record.setWindow(institutionId, 'upload', -HOUR_MS, 3 * HOUR_MS),
    submit: await record.setWindow(institutionId, 'submit', -HOUR_MS, HOUR_MS),
    select: await record.setWindow(institutionId, 'select', -HOUR_MS, 2 * HOUR_MS),
    certify: await record.setWindow(institutionId, 'certify', -HOUR_MS, HOUR_MS / 2),
  };
  const { todo, courses, windows, serverTime } = await home(student);
  expect(todo.map(({ outcomeId }) => outcomeId)).not.toContain(selected);
  expect(todo).toEqual([
    {
      kind: 'refused',
      outcomeId: refused.id,
      courseId,
      subject: '英文(三)',
      academicYear: YEAR,
      summary: 'kowowdskcosqmie',
      fileName: '我的學習成果.pdf',
      since: refused.decidedAt,
      operation: 'submit',
      closesAt: closing.submit.closesAt,
      windowOpen: true,
    },
    expect.objectContaining({
      kind: 'unsent',
      outcomeId: unsent.id,
      summary: '還沒送',
      fileName: known(uploads[1]).fileName,
      since: unsent.createdAt,
    }),
    expect.objectContaining({
      kind: 'certified_not_selected',
      outcomeId: certified.id,
      closesAt: closing.select.closesAt,
    }),
    expect.objectContaining({
      kind: 'file_rejected',
      outcomeId: broken.id,
      operation: 'upload',
      closesAt: closing.upload.closesAt,
    }),
    // Closes first of all, and yet there is nothing the student could do.
    expect.objectContaining({
      kind: 'under_certification',
      outcomeId: waiting.id,
      operation: 'certify',
      closesAt: closing.certify.closesAt,
      since: waiting.submittedAt,
    }),
  ]);
  expect(courses).toEqual((await record.call(student, 'listCourses', {})).courses);
  expect(courses[0]).toMatchObject({
    outcomeCount: 6,
    awaitingSubmissionCount: 2,
    fileRejectedCount: 1,
    underCertificationCount: 1,
    refusedCount: 1,
    certifiedCount: 2,
    selectedCount: 1,
  });
  expect(windows).toHaveLength(5);
  expect(Math.abs((serverTime?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
});

test('when the window has closed the todo stays and says so, after what can still be done', async () => {
  const { student, courseId, institutionId } = await record.institution();
  await record.add(student, courseId);
  await record.addCertified(student, courseId);
  const { closesAt } = await record.setWindow(institutionId, 'submit', -2_000, -1_000);
  expect((await home(student)).todo).toMatchObject([
    { kind: 'certified_not_selected', windowOpen: true },
    { kind: 'unsent', windowOpen: false, closesAt },
  ]);
  await record.owner.query(`DELETE FROM calendar_windows WHERE institution_id = $1 AND operation = 'submit'`, [
    institutionId,
  ]);
  const [, unknown] = (await home(student)).todo;
  expect([unknown?.kind, unknown?.windowOpen, unknown?.closesAt]).toEqual(['unsent', false, undefined]);
});

test('nothing is left to do once as many are selected as may be, or when it is handed in', async () => {
  const { student, courseId, administrator, institutionId } = await record.institution();
  await record.owner.query('INSERT INTO selection_policies VALUES ($1, 2)', [institutionId]);
  const [first, second] = await record.seedCertified(student, courseId, 3);
  await record.call(student, 'selectOutcome', { outcomeId: known(first) });
  expect(await kindsOf(student)).toEqual(['certified_not_selected', 'certified_not_selected']);
  await record.call(student, 'selectOutcome', { outcomeId: known(second) });
  expect(await kindsOf(student)).toEqual([]);
  await record.call(administrator, 'handIn', { batchId: crypto.randomUUID(), academicYear: YEAR });
  expect(await kindsOf(student)).toEqual([]);
});

test('an earlier year is on the page as long as its windows let something happen; courses and windows are the newest year’s', async () => {
  const { student, administrator, courseId, institutionId } = await record.institution();
  const older = await record.course(administrator, YEAR - 1, '物理');
  await record.enrol(administrator, older, student);
  await record.openAll(institutionId, YEAR - 1);
  await record.add(student, older);
  const open = await home(student);
  expect(open.todo).toMatchObject([{ kind: 'unsent', academicYear: YEAR - 1, subject: '物理', windowOpen: true }]);
  expect(open.courses.map(({ id }) => id)).toEqual([courseId]);
  expect(new Set(open.windows.map(({ academicYear }) => academicYear))).toEqual(new Set([YEAR]));
  await record.setWindow(institutionId, 'submit', HOUR_MS, 2 * HOUR_MS, YEAR - 1);
  expect((await home(student)).todo).toMatchObject([{ windowOpen: false }]);
  await record.setWindow(institutionId, 'submit', -2_000, -1_000, YEAR - 1);
  expect((await home(student)).todo).toEqual([]);
});

test('a student without courses has an empty page', async () => {
  const student = await record.person('student', crypto.randomUUID(), '學生0');
  expect(await home(student)).toMatchObject({ todo: [], courses: [], windows: [] });
});
