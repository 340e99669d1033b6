import type { Transaction } from '@licheng/database';
import { TERM_SYSTEMS } from '@licheng/portfolio-rules';
import type { CourseEntry, CourseStore } from '../application/ports.ts';
import { type WindowJson, windowsFrom } from './rows.ts';
import { windowsOf } from './sql-fragments.ts';

const TERM_SYSTEM_ORDER = `array_position(ARRAY['${TERM_SYSTEMS.join("','")}'], c.term_system)`;

/** One student's courses; each with its counts and whether its own year's `upload` window is open. */
const COURSES = `
  SELECT c.id, c.academic_year AS "academicYear", c.term_system AS "termSystem", c.term, c.subject,
         e.credits_earned AS "creditsEarned", e.qualitative_comment AS "qualitativeComment", e.grade,
         n."outcomeCount", n."awaitingSubmissionCount", n."refusedCount",
         coalesce(clock_timestamp() >= u.opens_at AND clock_timestamp() < u.closes_at, false) AS "canAdd"
    FROM enrolments e
    JOIN courses c ON c.id = e.course_id
    LEFT JOIN calendar_windows u
           ON u.institution_id = e.institution_id AND u.academic_year = c.academic_year AND u.operation = 'upload'
    CROSS JOIN LATERAL (
         SELECT count(*)::integer AS "outcomeCount",
                count(*) FILTER (WHERE o.status = 'awaiting_submission')::integer AS "awaitingSubmissionCount",
                count(*) FILTER (WHERE o.status = 'refused')::integer AS "refusedCount"
           FROM outcomes o
          WHERE o.student_id = e.student_id AND o.course_id = e.course_id AND o.deleted_at IS NULL) n
   WHERE e.institution_id = $1 AND e.student_id = $2`;

const LIST = `
  WITH mine AS MATERIALIZED (${COURSES}
   ORDER BY c.academic_year DESC, ${TERM_SYSTEM_ORDER}, c.term, c.subject, c.id)
  SELECT coalesce((SELECT json_agg(mine) FROM mine), '[]') AS courses,
         ${windowsOf('$1', '(SELECT max("academicYear") FROM mine)')} AS windows, clock_timestamp() AS now`;

const FIND = `
  SELECT mine.*, ${windowsOf('$1', 'mine."academicYear"')} AS windows, clock_timestamp() AS now
    FROM (${COURSES} AND e.course_id = $3) mine`;

const LOCK_COURSE = 'SELECT version, teacher_ids FROM courses WHERE id = $2 AND institution_id = $1 FOR UPDATE';

const INSERT_COURSE = `
  INSERT INTO courses (institution_id, id, academic_year, term_system, term, subject, teacher_ids)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`;

const UPDATE_COURSE = `
  UPDATE courses SET academic_year = $3, term_system = $4, term = $5, subject = $6, teacher_ids = $7, version = $8,
         updated_at = now()
   WHERE institution_id = $1 AND id = $2`;

const PUT_ENROLMENT = `
  INSERT INTO enrolments (institution_id, course_id, student_id, student_name, credits_earned, qualitative_comment, grade)
  SELECT c.institution_id, c.id, $3, $4, $5, $6, $7 FROM courses c WHERE c.institution_id = $1 AND c.id = $2
  ON CONFLICT (course_id, student_id) DO UPDATE
     SET student_name = excluded.student_name, credits_earned = excluded.credits_earned,
         qualitative_comment = excluded.qualitative_comment, grade = excluded.grade, updated_at = now()
  RETURNING course_id`;

function sameTeachers(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(a);
  return known.size === new Set(b).size && b.every((id) => known.has(id));
}

export function courseStore(tx: Transaction, institutionId: string): CourseStore {
  return {
    async list(studentId) {
      const [row] = await tx.query<{ courses: CourseEntry[]; windows: WindowJson[]; now: Date }>(LIST, [
        institutionId,
        studentId,
      ]);
      if (row === undefined) throw new Error('a query without FROM gave no row');
      return { courses: row.courses, windows: windowsFrom(row.windows), now: row.now };
    },

    async find(courseId, studentId) {
      const [row] = await tx.query<CourseEntry & { windows: WindowJson[]; now: Date }>(FIND, [
        institutionId,
        studentId,
        courseId,
      ]);
      if (row === undefined) return null;
      const { windows, now, ...course } = row;
      return { course, windows: windowsFrom(windows), now };
    },

    async put(course) {
      const values = [
        institutionId,
        course.id,
        course.academicYear,
        course.termSystem,
        course.term,
        course.subject,
        course.teacherIds,
      ];
      const lock = () => tx.query<{ version: number; teacher_ids: string[] }>(LOCK_COURSE, [institutionId, course.id]);
      let [known] = await lock();
      if (known === undefined) {
        const inserted = await tx.query(INSERT_COURSE, values);
        if (inserted.length > 0) return { version: 1, teachersChanged: true };
        // Made by another call a moment ago, or another institution's.
        [known] = await lock();
        if (known === undefined) return null;
      }
      const teachersChanged = !sameTeachers(known.teacher_ids, course.teacherIds);
      const version = known.version + (teachersChanged ? 1 : 0);
      await tx.query(UPDATE_COURSE, [...values, version]);
      return { version, teachersChanged };
    },

    async putEnrolment(enrolment) {
      const stored = await tx.query(PUT_ENROLMENT, [
        institutionId,
        enrolment.courseId,
        enrolment.studentId,
        enrolment.studentName,
        enrolment.creditsEarned,
        enrolment.qualitativeComment,
        enrolment.grade,
      ]);
      return stored.length > 0;
    },
  };
}
