import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CalendarServiceClient } from '@licheng/contracts/calendar';
import { CertificationServiceClient } from '@licheng/contracts/certification';
import { CourseRecordServiceClient } from '@licheng/contracts/course-record';
import { IdentityServiceClient } from '@licheng/contracts/identity';
import { OPERATIONS, academicYearOf } from '@licheng/portfolio-rules';
import { type PersonPrincipal, TokenSigner, peer } from '@licheng/service-kit';
import { waitUntil } from '@licheng/testing';
import { DEMO_ACADEMIC_YEAR, DEMO_COURSES, DEMO_INSTITUTIONS, DEMO_PEOPLE, demoId } from '../../scripts/demo-data.ts';
import { type Account, required } from './environment.ts';

const DAY_MS = 24 * 3600 * 1000;
const DEMO_PASSWORD_BYTES = 9;

/** Where the services listen, and the key of the operator's scripts: as the system under test keeps them. */
function console(): { key: string; addressOf: (service: string) => string } {
  const secrets = JSON.parse(
    readFileSync(join(dirname(required('LICHENG_E2E_STATE')), 'secrets.json'), 'utf8'),
  ) as Record<string, string>;
  const { privateKey } = JSON.parse(secrets['key/console'] ?? '{}') as { privateKey?: string };
  return { key: privateKey ?? '', addressOf: (service) => `127.0.0.1:${secrets[`port/${service}/grpc`]}` };
}

export interface School {
  institutionId: string;
  name: string;
  /** `student1`, `teacher2`, `admin1` as in the demo data. */
  account: (role: string) => Account;
  courseId: (subject: string) => string;
}

const people = DEMO_PEOPLE.filter((person) => person.institution === 'test');
const courses = DEMO_COURSES.filter((course) => course.institution === 'test');

/**
 * A fresh copy of the manual's 測試機構: the same names, courses and open windows, and nothing anybody did. Each test has its
 * own, so no test finds what another left.
 */
export async function makeSchool(): Promise<School> {
  const { key, addressOf } = console();
  const tag = randomBytes(4).toString('hex');
  const institutionId = randomUUID();
  const name = DEMO_INSTITUTIONS.test;
  const ids = new Map(people.map(({ login }) => [login, randomUUID()]));
  const courseIds = new Map(courses.map(({ subject }) => [subject, randomUUID()]));
  const idOf = (login: string) => ids.get(login) ?? '';
  const accounts = new Map(
    people.map((person) => [
      person.login,
      {
        login: `${person.login}.${tag}`,
        password: randomBytes(DEMO_PASSWORD_BYTES).toString('base64url'),
        name: person.name,
      },
    ]),
  );
  const account = (login: string) => {
    const found = accounts.get(login);
    if (found === undefined) throw new Error(`the school has no ${login}`);
    return found;
  };

  const identity = peer(IdentityServiceClient, addressOf('identity'));
  const courseRecord = peer(CourseRecordServiceClient, addressOf('course-record'));
  const certification = peer(CertificationServiceClient, addressOf('certification'));
  const calendar = peer(CalendarServiceClient, addressOf('deadline-scheduler'));
  const signer = new TokenSigner('console', key);
  const optionsOf = async (person: Omit<PersonPrincipal, 'kind'>) => ({
    token: await signer.forPerson(person, 300),
    timeoutMs: 20_000,
    attempts: 20,
  });
  try {
    const operator = await optionsOf({
      personId: demoId('operator1'),
      institutionId: demoId('platform'),
      role: 'operator',
      name: 'console',
    });
    await identity.call('createInstitution', { id: institutionId, name }, operator);
    const now = Date.now();
    const years = [...new Set([DEMO_ACADEMIC_YEAR, academicYearOf(new Date(now))])];
    const windows = years.flatMap((academicYear) => OPERATIONS.map((operation) => ({ academicYear, operation })));
    await Promise.all([
      ...people.map((person) =>
        identity.call(
          'createPerson',
          {
            id: idOf(person.login),
            institutionId,
            login: account(person.login).login,
            name: person.name,
            role: person.role,
            email: `${person.login}.${tag}@example.invalid`,
            password: account(person.login).password,
          },
          operator,
        ),
      ),
      ...windows.map((window) =>
        calendar.call(
          'putWindow',
          {
            ...window,
            institutionId,
            opensAt: new Date(now - 30 * DAY_MS),
            closesAt: new Date(now + 180 * DAY_MS),
          },
          operator,
        ),
      ),
    ]);
    for (const course of courses) {
      const courseId = courseIds.get(course.subject) ?? '';
      await courseRecord.call(
        'putCourse',
        {
          institutionId,
          id: courseId,
          academicYear: DEMO_ACADEMIC_YEAR,
          termSystem: course.termSystem,
          term: course.term,
          subject: course.subject,
          teacherIds: [idOf(course.teacher)],
        },
        operator,
      );
      await Promise.all(
        course.students.map((login) =>
          courseRecord.call(
            'putEnrolment',
            {
              institutionId,
              courseId,
              studentId: idOf(login),
              studentName: account(login).name,
              creditsEarned: course.creditsEarned,
              qualitativeComment: '',
              grade: course.grade,
            },
            operator,
          ),
        ),
      );
    }
    // The calendar reaches the services that enforce it as events.
    const person = (login: string, role: 'student' | 'teacher') =>
      optionsOf({ personId: idOf(login), institutionId, role, name: login });
    const student = await person('student1', 'student');
    const teacher = await person('teacher1', 'teacher');
    await waitUntil(
      async () => (await courseRecord.call('listCourses', {}, student)).windows.every((window) => window.open),
      { what: 'the calendar in course-record', timeoutMs: 30_000, intervalMs: 100 },
    );
    await waitUntil(
      async () =>
        (
          await certification.call(
            'listCases',
            { status: '', courseId: '', search: '', minAgeDays: 0, pageSize: 1, pageToken: '' },
            teacher,
          )
        ).windowOpen,
      { what: 'the calendar in certification', timeoutMs: 30_000, intervalMs: 100 },
    );
  } finally {
    for (const connection of [identity, courseRecord, certification, calendar]) connection.close();
  }
  return { institutionId, name, account, courseId: (subject) => courseIds.get(subject) ?? '' };
}
