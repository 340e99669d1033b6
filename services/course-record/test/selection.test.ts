import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CourseRecord, known, startCourseRecord, YEAR } from './support/service.ts';

let record: CourseRecord;
beforeAll(async () => {
  record = await startCourseRecord();
});
afterAll(() => record?.stop());

test('a certified outcome is selected and taken back; doing either twice changes nothing more', async () => {
  const { student, courseId } = await record.institution();
  const [outcomeId = ''] = await record.seedCertified(student, courseId, 1);
  const select = () => record.call(student, 'selectOutcome', { outcomeId });
  const unselect = () => record.call(student, 'unselectOutcome', { outcomeId });
  expect((await select()).outcome).toMatchObject({ selected: true, allowedActions: ['unselect'] });
  expect((await select()).outcome?.selected).toBe(true);
  expect((await unselect()).outcome).toMatchObject({ selected: false, allowedActions: ['select'] });
  expect((await unselect()).outcome?.selected).toBe(false);
  expect(await record.changesOf(outcomeId)).toEqual(['selected', 'unselected']);
});

test('only certified outcomes can be selected', async () => {
  const { student, courseId } = await record.institution();
  const { outcome } = await record.add(student, courseId);
  const submitted = await record.addSubmitted(student, courseId);
  for (const { id } of [outcome, submitted]) {
    expect(await record.refusalCode(record.call(student, 'selectOutcome', { outcomeId: id }))).toBe(
      'transition_not_allowed',
    );
  }
});

test('outside the select window neither is possible', async () => {
  const { student, courseId, institutionId } = await record.institution();
  const [chosen = ''] = await record.seedCertified(student, courseId, 1, true);
  const [free = ''] = await record.seedCertified(student, courseId, 1);
  await record.setWindow(institutionId, 'select', -2_000, -1_000);
  expect(await record.refusalCode(record.call(student, 'selectOutcome', { outcomeId: free }))).toBe('window_closed');
  expect(await record.refusalCode(record.call(student, 'unselectOutcome', { outcomeId: chosen }))).toBe(
    'window_closed',
  );
});

test('fifty selections at once never exceed the limit of six', async () => {
  const { student, courseId } = await record.institution();
  const ids = await record.seedCertified(student, courseId, 50);
  const results = await Promise.allSettled(
    ids.map((outcomeId) => record.call(student, 'selectOutcome', { outcomeId })),
  );
  const refusals = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as { code: string; details: object }] : [],
  );
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(6);
  expect(new Set(refusals.map((refusal) => JSON.stringify([refusal.code, refusal.details])))).toEqual(
    new Set(['["selection_limit_reached",{"limit":6}]']),
  );
  const { rows } = await record.owner.query(
    'SELECT count(*)::int AS n FROM outcomes WHERE student_id = $1 AND selected_at IS NOT NULL',
    [student.personId],
  );
  expect(rows).toEqual([{ n: 6 }]);
});

test("the limit counts across courses of one academic year, not across years, and follows the institution's policy", async () => {
  const { administrator, student, courseId, institutionId } = await record.institution();
  const second = await record.course(administrator, YEAR, '體育');
  await record.enrol(administrator, second, student);
  const older = await record.course(administrator, YEAR - 1, '國文');
  await record.enrol(administrator, older, student);
  await record.openAll(institutionId, YEAR - 1);
  await record.owner.query('INSERT INTO selection_policies VALUES ($1, 2)', [institutionId]);
  await record.seedCertified(student, courseId, 1, true);
  await record.seedCertified(student, older, 1, true);
  const [a = '', b = ''] = await record.seedCertified(student, second, 2);
  await record.call(student, 'selectOutcome', { outcomeId: a });
  const refusal = await record.refusal(record.call(student, 'selectOutcome', { outcomeId: b }));
  expect([refusal.code, refusal.details]).toEqual(['selection_limit_reached', { limit: 2 }]);
  await record.call(student, 'unselectOutcome', { outcomeId: a });
  await record.call(student, 'selectOutcome', { outcomeId: b });
});

test('what can be selected is listed by academic year with limit and windows', async () => {
  const { administrator, student, courseId } = await record.institution();
  const older = await record.course(administrator, YEAR - 1, '國文');
  await record.enrol(administrator, older, student);
  const ids = await record.seedCertified(student, courseId, 2);
  const [old] = await record.seedCertified(student, older, 1);
  await record.add(student, courseId);
  const listed = await record.call(student, 'listSelectable', { academicYear: YEAR });
  expect(listed.outcomes.map((outcome) => outcome.id).sort()).toEqual([...ids].sort());
  expect([listed.limit, listed.academicYears]).toEqual([6, [YEAR, YEAR - 1]]);
  expect(listed.windows.find((window) => window.operation === 'select')?.open).toBe(true);
  const lastYear = await record.call(student, 'listSelectable', { academicYear: YEAR - 1 });
  expect(lastYear.outcomes.map((outcome) => outcome.id)).toEqual([old]);
  const newest = await record.call(student, 'listSelectable', { academicYear: 0 });
  expect(newest.outcomes).toHaveLength(2);
  expect(known(newest.outcomes[0]).academicYear).toBe(YEAR);
});
