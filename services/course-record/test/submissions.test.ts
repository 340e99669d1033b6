import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CourseRecord, known, type Person, startCourseRecord, YEAR } from './support/service.ts';

let record: CourseRecord;
beforeAll(async () => {
  record = await startCourseRecord();
});
afterAll(() => record?.stop());

type Item = { id: string; version: number };
const submitAll = async (student: Person, items: readonly Item[]) =>
  (
    await record.call(student, 'submitOutcomes', {
      items: items.map(({ id, version }) => ({ outcomeId: id, expectedVersion: version })),
    })
  ).results;

describe('several submissions at once', () => {
  test('each is decided on its own, in the order of the request; one refusal stops none of the others', async () => {
    const { student, administrator, courseId, institutionId } = await record.institution();
    const closedCourse = await record.course(administrator, YEAR - 1);
    await record.enrol(administrator, closedCourse, student);
    await record.openAll(institutionId, YEAR - 1);
    const closed = await record.addPassed(student, closedCourse);
    await record.setWindow(institutionId, 'submit', -2_000, -1_000, YEAR - 1);
    const passed = await record.addPassed(student, courseId);
    const { outcome: checking } = await record.add(student, courseId);
    const { outcome: rejected, uploads } = await record.add(student, courseId);
    await record.rejectCheck(student, known(uploads[0]).id);
    const stale = { ...(await record.addPassed(student, courseId)), version: 3 };
    const certified = await record.addCertified(student, courseId);
    const classmate = await record.person('student', institutionId, '學生6');
    await record.enrol(administrator, courseId, classmate);
    const foreign = await record.addPassed(classmate, courseId);
    const last = await record.addPassed(student, courseId);

    const items = [passed, checking, rejected, stale, certified, foreign, closed, last];
    const results = await submitAll(student, items);
    expect(results.map(({ outcomeId }) => outcomeId)).toEqual(items.map(({ id }) => id));
    expect(results.map(({ outcome, refusedBy }) => refusedBy || outcome?.status)).toEqual([
      'under_certification',
      'file_still_checking',
      'file_rejected',
      'version_conflict',
      'transition_not_allowed',
      'not_found',
      'window_closed',
      'under_certification',
    ]);
    expect(results.map(({ outcome }) => (outcome?.receiptId ?? '') !== '')).toEqual([
      true,
      ...Array<boolean>(6).fill(false),
      true,
    ]);
    expect(JSON.parse(known(results[2]).detailsJson)).toEqual({ slot: 'document', rejection: 'infected' });
    expect(JSON.parse(known(results[3]).detailsJson)).toEqual({ currentVersion: 1, expectedVersion: 3 });
    expect((await record.get(classmate, foreign.id)).status).toBe('awaiting_submission');
    expect(await record.eventsOf('outcome.submitted.v1', passed.id)).toHaveLength(1);
  });

  test('the same outcome twice in one request, and the same request many times at once, is one submission each', async () => {
    const { student, courseId } = await record.institution();
    const items = [await record.addPassed(student, courseId), await record.addPassed(student, courseId)];
    const answers = await Promise.all([1, 2, 3].map(() => submitAll(student, [...items, ...items])));
    for (const results of answers) expect(results.map(({ refusedBy }) => refusedBy)).toEqual(['', '', '', '']);
    for (const { id } of items) {
      expect(await record.eventsOf('outcome.submitted.v1', id)).toHaveLength(1);
      const receiptIds = answers.flatMap((results) =>
        results.flatMap(({ outcome }) => (outcome?.id === id ? outcome.receiptId : [])),
      );
      expect(new Set(receiptIds).size).toBe(1);
    }
  });

  test('at most 50 and at least one are taken; ids that are none are refused as a whole', async () => {
    const { student, courseId } = await record.institution();
    const outcome = await record.addPassed(student, courseId);
    const fifty = Array.from({ length: 50 }, () => outcome);
    expect(await submitAll(student, fifty)).toHaveLength(50);
    for (const items of [[], [...fifty, outcome], [outcome, { id: 'no-id', version: 1 }]]) {
      expect(await record.refusalCode(submitAll(student, items))).toBe('invalid_request');
    }
  });
});
