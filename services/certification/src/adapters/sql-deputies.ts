import type { Database, Transaction } from '@licheng/database';
import type { Role } from '@licheng/portfolio-rules';
import type { Choices, Deputies } from '../application/ports.ts';
import { CERTIFYING_ROLES, type Deputy } from '../domain/deputy.ts';

interface DeputyRow {
  id: string;
  teacher_id: string;
  teacher_name: string;
  deputy_id: string;
  deputy_name: string;
  course_id: string | null;
  subject: string;
  first_day: string;
  last_day: string;
  appointed_by_name: string;
  appointed_at: Date;
  ended_at: Date | null;
  ended_by_name: string;
  active: boolean;
}

const TODAY = "(clock_timestamp() AT TIME ZONE 'Asia/Taipei')::date";

const SELECT = `SELECT d.id, d.teacher_id, coalesce(t.name, '') AS teacher_name, d.deputy_id,
    coalesce(p.name, '') AS deputy_name, d.course_id, coalesce(k.subject, '') AS subject, d.first_day::text, d.last_day::text,
    d.appointed_by_name, d.appointed_at, d.ended_at, coalesce(d.ended_by_name, '') AS ended_by_name,
    d.ended_at IS NULL AND ${TODAY} BETWEEN d.first_day AND d.last_day AS active
  FROM deputies d LEFT JOIN people t ON t.person_id = d.teacher_id LEFT JOIN people p ON p.person_id = d.deputy_id
    LEFT JOIN courses k ON k.course_id = d.course_id
  WHERE d.institution_id = $1::uuid`;
const LIST = `${SELECT} ORDER BY d.appointed_at DESC, d.id`;
const FIND = `${SELECT} AND d.id = $2::uuid`;

const PEOPLE = `SELECT person_id AS id, name, role FROM people
  WHERE institution_id = $1::uuid AND role = ANY($2::text[]) ORDER BY name, person_id`;

const COURSES = `SELECT k.course_id AS "courseId", k.subject, k.academic_year AS "academicYear", ARRAY(
    SELECT t.teacher_id FROM course_teachers t WHERE t.course_id = k.course_id ORDER BY t.teacher_id) AS "teacherIds"
  FROM courses k WHERE k.institution_id = $1::uuid ORDER BY k.academic_year DESC, k.subject, k.term, k.course_id`;

const FACTS = `SELECT ${TODAY}::text AS today,
  (SELECT role FROM people WHERE person_id = $2::uuid AND institution_id = $1::uuid) AS "teacherRole",
  (SELECT role FROM people WHERE person_id = $3::uuid AND institution_id = $1::uuid) AS "deputyRole",
  $4::uuid IS NULL OR EXISTS (SELECT 1 FROM course_teachers
    WHERE course_id = $4::uuid AND teacher_id = $2::uuid AND institution_id = $1::uuid) AS teaches`;

const APPOINT = `INSERT INTO deputies (institution_id, id, teacher_id, deputy_id, course_id, first_day, last_day,
    appointed_by_id, appointed_by_name)
  VALUES ($1, $2, $3, $4, $5, $6::date, $7::date, $8, $9) ON CONFLICT DO NOTHING`;

const END = `UPDATE deputies SET ended_at = clock_timestamp(), ended_by_id = $3::uuid, ended_by_name = $4
  WHERE institution_id = $1::uuid AND id = $2::uuid AND ended_at IS NULL`;

function toDeputy(row: DeputyRow): Deputy {
  return {
    id: row.id,
    teacher: { id: row.teacher_id, name: row.teacher_name },
    deputy: { id: row.deputy_id, name: row.deputy_name },
    course: row.course_id === null ? null : { id: row.course_id, subject: row.subject },
    firstDay: row.first_day,
    lastDay: row.last_day,
    appointedByName: row.appointed_by_name,
    appointedAt: row.appointed_at,
    endedAt: row.ended_at,
    endedByName: row.ended_by_name,
    active: row.active,
  };
}

async function find(tx: Transaction, institutionId: string, id: string): Promise<Deputy | null> {
  const [row] = await tx.query<DeputyRow>(FIND, [institutionId, id]);
  return row === undefined ? null : toDeputy(row);
}

export function createDeputies(database: Database): Deputies {
  return {
    list: (institutionId) =>
      database.transaction(institutionId, async (tx) => {
        const [rows, people, courses] = await Promise.all([
          tx.query<DeputyRow>(LIST, [institutionId]),
          tx.query<Choices['people'][number]>(PEOPLE, [institutionId, CERTIFYING_ROLES]),
          tx.query<Choices['courses'][number]>(COURSES, [institutionId]),
        ]);
        return { deputies: rows.map(toDeputy), choices: { people, courses } };
      }),

    appoint: (by, { id, teacherId, deputyId, courseId, firstDay, lastDay }, check) =>
      database.transaction(by.institutionId, async (tx) => {
        const { institutionId } = by;
        const present = await find(tx, institutionId, id);
        if (present !== null) return present;
        const [facts] = await tx.query<{
          today: string;
          teacherRole: Role | null;
          deputyRole: Role | null;
          teaches: boolean;
        }>(FACTS, [institutionId, teacherId, deputyId, courseId]);
        if (facts === undefined) throw new Error('facts always are one row');
        check(facts);
        const [, appointed] = await Promise.all([
          tx.query(APPOINT, [
            institutionId,
            id,
            teacherId,
            deputyId,
            courseId,
            firstDay,
            lastDay,
            by.personId,
            by.name,
          ]),
          find(tx, institutionId, id),
        ]);
        if (appointed === null) throw new Error('an appointment vanished');
        return appointed;
      }),

    end: (by, id) =>
      database.transaction(by.institutionId, async (tx) => {
        const [, ended] = await Promise.all([
          tx.query(END, [by.institutionId, id, by.personId, by.name]),
          find(tx, by.institutionId, id),
        ]);
        return ended;
      }),
  };
}
