import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CourseRecord, startCourseRecord, YEAR } from './support/service.ts';

let record: CourseRecord;
beforeAll(async () => {
  record = await startCourseRecord();
});
afterAll(() => record?.stop());

test('the course list has the manual’s columns, counts and windows of the newest year, newest year first', async () => {
  const { administrator, student, courseId, institutionId } = await record.institution();
  const older = await record.course(administrator, YEAR - 1, '高等微積分');
  await record.enrol(administrator, older, student);
  const { outcome } = await record.add(student, courseId);
  await record.decide(student, await record.addSubmitted(student, courseId), 'refused');
  const { courses, windows, serverTime } = await record.call(student, 'listCourses', {});
  expect(courses).toEqual([
    {
      id: courseId,
      academicYear: YEAR,
      termSystem: 'two_terms',
      term: '2',
      subject: '英文(三)',
      creditsEarned: '2',
      qualitativeComment: '',
      grade: '99',
      outcomeCount: 2,
      awaitingSubmissionCount: 1,
      refusedCount: 1,
      fileRejectedCount: 0,
      underCertificationCount: 0,
      certifiedCount: 0,
      selectedCount: 0,
      canAdd: true,
    },
    expect.objectContaining({ id: older, academicYear: YEAR - 1, outcomeCount: 0, canAdd: false }),
  ]);
  expect(windows.map((window) => window.operation).sort()).toEqual([
    'certify',
    'hand_in',
    'select',
    'submit',
    'upload',
  ]);
  expect(windows.every((window) => window.open && window.academicYear === YEAR)).toBe(true);
  expect(Math.abs((serverTime?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  expect(outcome.academicYear).toBe(YEAR);
  await record.setWindow(institutionId, 'upload', -2_000, -1_000);
  const closed = await record.call(student, 'listCourses', {});
  expect(closed.courses.map((course) => course.canAdd)).toEqual([false, false]);
});

test('courses of one year are ordered by term system, term and subject', async () => {
  const { administrator, student, institutionId, courseId } = await record.institution();
  const put = async (termSystem: string, term: string, subject: string) => {
    const id = randomUUID();
    await record.call(administrator, 'putCourse', {
      institutionId,
      id,
      academicYear: YEAR,
      termSystem,
      term,
      subject,
      teacherIds: [],
    });
    await record.enrol(administrator, id, student);
    return id;
  };
  const four = await put('four_terms', '3', '高等微積分');
  const undivided = await put('undivided', '', '0-測試0學分');
  const three = await put('three_terms', '2', '人際關係與溝通-測試機構');
  const first = await put('two_terms', '1', '藝術鑑賞課程');
  const { courses } = await record.call(student, 'listCourses', {});
  expect(courses.map((course) => course.id)).toEqual([undivided, first, courseId, three, four]);
});

test('a student without courses has an empty list', async () => {
  const student = await record.person('student', randomUUID(), '學生0');
  const { courses, windows } = await record.call(student, 'listCourses', {});
  expect([courses, windows]).toEqual([[], []]);
});

test('a course and who teaches it are told when it is new and when something about it changes, with a growing version', async () => {
  const { administrator, institutionId } = await record.institution();
  const id = randomUUID();
  const [first, second] = [randomUUID(), randomUUID()];
  const put = (teacherIds: string[], subject = '英文寫作指導') =>
    record.call(administrator, 'putCourse', {
      institutionId,
      id,
      academicYear: YEAR,
      termSystem: 'undivided',
      term: '',
      subject,
      teacherIds,
    });
  await put([first]);
  await put([second, first]);
  await put([first, second]);
  await put([first, second], '英文寫作指導(二)');
  const told = (await record.eventsOf('course.assigned.v1', id)).map(({ data }) => data);
  expect(told.map(({ version, teacherIds, subject }) => [version, teacherIds, subject])).toEqual([
    [1, [first], '英文寫作指導'],
    [2, [second, first], '英文寫作指導'],
    [3, [first, second], '英文寫作指導(二)'],
  ]);
  expect(told[0]).toMatchObject({ courseId: id, institutionId, academicYear: YEAR, termSystem: 'undivided', term: '' });
});

test('the same new course put many times at once is told once', async () => {
  const { administrator, institutionId } = await record.institution();
  const request = {
    institutionId,
    id: randomUUID(),
    academicYear: YEAR,
    termSystem: 'undivided',
    term: '',
    subject: '體育',
    teacherIds: [randomUUID()],
  };
  await Promise.all(Array.from({ length: 6 }, () => record.call(administrator, 'putCourse', request)));
  expect(await record.eventsOf('course.assigned.v1', request.id)).toHaveLength(1);
});

test('only an operator, or the administrator of that institution, writes courses and enrolments', async () => {
  const { administrator, student, institutionId, courseId } = await record.institution();
  const other = await record.institution();
  const operator = await record.person('operator', randomUUID(), '平臺管理者');
  const request = {
    institutionId,
    id: randomUUID(),
    academicYear: YEAR,
    termSystem: 'undivided',
    term: '',
    subject: '體育',
    teacherIds: [],
  };
  expect(await record.refusalCode(record.call(student, 'putCourse', request))).toBe('forbidden');
  expect(await record.refusalCode(record.call(other.administrator, 'putCourse', request))).toBe('not_found');
  await record.call(operator, 'putCourse', request);
  // The id of another institution's course names nothing here.
  const stolen = { ...request, institutionId: other.institutionId, id: courseId };
  expect(await record.refusalCode(record.call(other.administrator, 'putCourse', stolen))).toBe('not_found');
  const enrolment = {
    institutionId: other.institutionId,
    courseId,
    studentId: randomUUID(),
    studentName: '',
    creditsEarned: '',
    qualitativeComment: '',
    grade: '',
  };
  expect(await record.refusalCode(record.call(other.administrator, 'putEnrolment', enrolment))).toBe('not_found');
  for (const wrong of [{ termSystem: 'five_terms' }, { subject: '' }, { academicYear: 2022 }, { id: 'x' }]) {
    expect(await record.refusalCode(record.call(administrator, 'putCourse', { ...request, ...wrong }))).toBe(
      'invalid_request',
    );
  }
});

test('putting an enrolment again updates the grade', async () => {
  const { administrator, student, institutionId, courseId } = await record.institution();
  await record.call(administrator, 'putEnrolment', {
    institutionId,
    courseId,
    studentId: student.personId,
    studentName: student.name,
    creditsEarned: '',
    qualitativeComment: '表現優異',
    grade: 'A',
  });
  const { courses } = await record.call(student, 'listCourses', {});
  expect(courses).toMatchObject([{ creditsEarned: '', qualitativeComment: '表現優異', grade: 'A' }]);
});
