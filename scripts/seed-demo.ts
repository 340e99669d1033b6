import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CalendarServiceClient } from '@licheng/contracts/calendar';
import { CourseRecordServiceClient } from '@licheng/contracts/course-record';
import { IdentityServiceClient } from '@licheng/contracts/identity';
import { OPERATIONS, academicYearOf } from '@licheng/portfolio-rules';
import { type CallOptions, TokenSigner, peer } from '@licheng/service-kit';
import { DEMO_ACADEMIC_YEAR, DEMO_COURSES, DEMO_INSTITUTIONS, DEMO_PEOPLE, demoId } from './demo-data.ts';

export interface SeedContext {
  /** Folder of the accounts file and of the passwords chosen at the first run. */
  dataDir: string;
  publicUrl: string;
  /** host:port of the gRPC services. */
  addresses: { identity: string; courseRecord: string; deadlineScheduler: string };
  /** Private key of the issuer `console` (PKCS#8 DER, base64). */
  consoleKey: string;
}

const DAY_MS = 24 * 3600 * 1000;
const OPEN_BEFORE_MS = 30 * DAY_MS;
const OPEN_AFTER_MS = 180 * DAY_MS;
const TAIPEI_OFFSET_MS = 8 * 3600 * 1000;

/** Deadlines people know by heart are midnights. */
function midnightInTaipei(instantMs: number): Date {
  return new Date(Math.floor((instantMs + TAIPEI_OFFSET_MS) / DAY_MS) * DAY_MS - TAIPEI_OFFSET_MS);
}

/** Passwords are chosen once and kept before the first account is made: a run cut short goes on with the same ones. */
async function passwords(file: string): Promise<Record<string, string>> {
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  const chosen = Object.fromEntries(DEMO_PEOPLE.map((p) => [p.login, randomBytes(9).toString('base64url')]));
  await writeFile(file, JSON.stringify(chosen), { mode: 0o600 });
  return chosen;
}

/**
 * Makes the demo institutions, people, courses and an open calendar through the services' own commands. Safe to repeat: what is
 * there stays as it is, a calendar changed since included.
 * @returns path of the accounts file, mode 600.
 */
export async function seedDemo(context: SeedContext): Promise<string> {
  const accountsFile = join(context.dataDir, 'demo-accounts.json');
  const secrets = await passwords(join(context.dataDir, 'demo-passwords.json'));
  if (!existsSync(accountsFile)) await makeEverything(context, secrets);
  const accounts = DEMO_PEOPLE.map((person) => ({
    login: person.login,
    password: secrets[person.login],
    role: person.role,
    name: person.name,
    institution: DEMO_INSTITUTIONS[person.institution],
  }));
  await writeFile(accountsFile, `${JSON.stringify({ url: context.publicUrl, accounts }, null, 2)}\n`, { mode: 0o600 });
  return accountsFile;
}

async function makeEverything(context: SeedContext, secrets: Record<string, string>): Promise<void> {
  const identity = peer(IdentityServiceClient, context.addresses.identity);
  const courseRecord = peer(CourseRecordServiceClient, context.addresses.courseRecord);
  const calendar = peer(CalendarServiceClient, context.addresses.deadlineScheduler);
  const operator = {
    personId: demoId('operator1'),
    institutionId: demoId('platform'),
    role: 'operator' as const,
    name: 'console',
  };
  const token = await new TokenSigner('console', context.consoleKey).forPerson(operator, 300);
  const options: CallOptions = { token, timeoutMs: 20_000, attempts: 20 };
  try {
    for (const [key, name] of Object.entries(DEMO_INSTITUTIONS)) {
      await identity.call('createInstitution', { id: demoId(key), name }, options);
    }
    await Promise.all(
      DEMO_PEOPLE.map((person) =>
        identity.call(
          'createPerson',
          {
            id: demoId(person.login),
            institutionId: demoId(person.institution),
            login: person.login,
            name: person.name,
            role: person.role,
            email: `${person.login}@example.invalid`,
            password: secrets[person.login] ?? '',
          },
          options,
        ),
      ),
    );
    const now = new Date();
    for (const institution of ['test', 'second'] as const) {
      for (const academicYear of new Set([DEMO_ACADEMIC_YEAR, academicYearOf(now)])) {
        for (const operation of OPERATIONS) {
          await calendar.call(
            'putWindow',
            {
              institutionId: demoId(institution),
              academicYear,
              operation,
              opensAt: midnightInTaipei(now.getTime() - OPEN_BEFORE_MS),
              closesAt: midnightInTaipei(now.getTime() + OPEN_AFTER_MS),
            },
            options,
          );
        }
      }
    }
    for (const course of DEMO_COURSES) {
      const institutionId = demoId(course.institution);
      const courseId = demoId(`course:${course.subject}`);
      await courseRecord.call(
        'putCourse',
        {
          institutionId,
          id: courseId,
          academicYear: DEMO_ACADEMIC_YEAR,
          termSystem: course.termSystem,
          term: course.term,
          subject: course.subject,
          teacherIds: [demoId(course.teacher)],
        },
        options,
      );
      for (const login of course.students) {
        const student = DEMO_PEOPLE.find((person) => person.login === login);
        await courseRecord.call(
          'putEnrolment',
          {
            institutionId,
            courseId,
            studentId: demoId(login),
            studentName: student?.name ?? login,
            creditsEarned: course.creditsEarned,
            qualitativeComment: '',
            grade: course.grade,
          },
          options,
        );
      }
    }
  } finally {
    for (const connection of [identity, courseRecord, calendar]) connection.close();
  }
}
