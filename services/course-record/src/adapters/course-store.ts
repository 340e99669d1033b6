import type { Transaction } from '@licheng/database';
import { DEFAULT_SELECTION_LIMIT, TERM_SYSTEMS } from '@licheng/portfolio-rules';
import type { AssignedCourse } from '../domain/facts.ts';
import type { Pending } from '../domain/todo.ts';
import type { CourseEntry, CourseStore, HomeFacts } from '../application/ports.ts';
import { type Plain, type WindowJson, windowsFrom } from './rows.ts';
import { filesOf, windowsOf } from './sql-fragments.ts';

const TERM_SYSTEM_ORDER = `array_position(ARRAY['${TERM_SYSTEMS.join("','")}'], c.term_system)`;

/** One student's courses; each with its counts and whether its own year's `upload` window is open. */
const COURSES = `
  SELECT c.id, c.academic_year AS "academicYear", c.term_system AS "termSystem", c.term, c.subject,
         e.credits_earned AS "creditsEarned", e.qualitative_comment AS "qualitativeComment", e.grade,
         n."outcomeCount", n."awaitingSubmissionCount", n."refusedCount", n."fileRejectedCount",
         n."underCertificationCount", n."certifiedCount", n."selectedCount",
         coalesce(clock_timestamp() >= u.opens_at AND clock_timestamp() < u.closes_at, false) AS "canAdd"
    FROM enrolments e
    JOIN courses c ON c.id = e.course_id
    LEFT JOIN calendar_windows u
           ON u.institution_id = e.institution_id AND u.academic_year = c.academic_year AND u.operation = 'upload'
    CROSS JOIN LATERAL (
         SELECT count(*)::integer AS "outcomeCount",
                count(*) FILTER (WHERE o.status = 'awaiting_submission')::integer AS "awaitingSubmissionCount",
                count(*) FILTER (WHERE o.status = 'refused')::integer AS "refusedCount",
                count(*) FILTER (WHERE o.status = 'under_certification')::integer AS "underCertificationCount",
                count(*) FILTER (WHERE o.status = 'certified')::integer AS "certifiedCount",
                count(o.selected_at)::integer AS "selectedCount",
                -- What was submitted has passed.
                count(*) FILTER (WHERE o.status IN ('awaiting_submission', 'refused') AND EXISTS (
                  SELECT 1 FROM outcome_files f JOIN file_checks k ON k.upload_id = f.upload_id
                   WHERE f.outcome_id = o.id AND f.version = o.version AND k.result = 'rejected'
                ))::integer AS "fileRejectedCount"
           FROM outcomes o
          WHERE o.student_id = e.student_id AND o.course_id = e.course_id AND o.deleted_at IS NULL) n
   WHERE e.institution_id = $1 AND e.student_id = $2`;

const ORDER = `ORDER BY c.academic_year DESC, ${TERM_SYSTEM_ORDER}, c.term, c.subject, c.id`;

const LIST = `
  WITH mine AS MATERIALIZED (${COURSES} ${ORDER})
  SELECT coalesce((SELECT json_agg(mine) FROM mine), '[]') AS courses,
         ${windowsOf('$1', '(SELECT max("academicYear") FROM mine)')} AS windows, clock_timestamp() AS now`;

const FIND = `
  SELECT mine.*, ${windowsOf('$1', 'mine."academicYear"')} AS windows, clock_timestamp() AS now
    FROM (${COURSES} AND e.course_id = $3) mine`;

const YEARS = `
  SELECT c.academic_year FROM enrolments e JOIN courses c ON c.id = e.course_id
   WHERE e.institution_id = $1 AND e.student_id = $2`;

// One statement, because it is the page everybody opens first.
const HOME = `
  WITH newest AS MATERIALIZED (SELECT coalesce(max(academic_year), 0) AS year FROM (${YEARS}) years),
  mine AS MATERIALIZED (${COURSES} AND c.academic_year = (SELECT year FROM newest) ${ORDER}),
  own AS MATERIALIZED (
    SELECT o.*, c.subject, c.academic_year FROM outcomes o JOIN courses c ON c.id = o.course_id
     WHERE o.institution_id = $1 AND o.student_id = $2 AND o.deleted_at IS NULL)
  SELECT coalesce((SELECT json_agg(mine) FROM mine), '[]') AS courses,
         (SELECT year FROM newest) AS "newestYear",
         coalesce((SELECT json_agg(json_build_object(
                     'id', o.id, 'courseId', o.course_id, 'subject', o.subject, 'academicYear', o.academic_year,
                     'status', o.status, 'summary', v.summary, 'selectedAt', o.selected_at,
                     'handInBatchId', o.hand_in_batch_id, 'files', ${filesOf('o.id', 'o.version')},
                     'since', greatest(v.created_at, o.submitted_at, o.decided_at)))
                     FROM own o JOIN outcome_versions v ON v.outcome_id = o.id AND v.version = o.version
                    WHERE o.selected_at IS NULL), '[]') AS pending,
         coalesce((SELECT json_agg(json_build_object('academicYear', s.academic_year, 'selectedCount', s.n))
                     FROM (SELECT academic_year, count(*) AS n FROM own WHERE selected_at IS NOT NULL GROUP BY 1) s),
                  '[]') AS "selectedByYear",
         coalesce((SELECT selection_limit FROM selection_policies WHERE institution_id = $1),
                  ${DEFAULT_SELECTION_LIMIT}) AS "selectionLimit",
         ${windowsOf('$1', `ANY (${YEARS})`)} AS windows, clock_timestamp() AS now`;

type PendingJson = Plain<Omit<Pending, 'files' | 'selectedAt'>> & Pick<Pending, 'files'> & { selectedAt: null };
type HomeRow = Omit<HomeFacts, 'pending' | 'windows'> & { pending: PendingJson[]; windows: WindowJson[] };

const LOCK_COURSE = `
  SELECT version, academic_year AS "academicYear", term_system AS "termSystem", term, subject, teacher_ids AS "teacherIds"
    FROM courses WHERE id = $2 AND institution_id = $1 FOR UPDATE`;

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

function sameCourse(a: Omit<AssignedCourse, 'id'>, b: Omit<AssignedCourse, 'id'>): boolean {
  return (
    a.academicYear === b.academicYear &&
    a.termSystem === b.termSystem &&
    a.term === b.term &&
    a.subject === b.subject &&
    sameTeachers(a.teacherIds, b.teacherIds)
  );
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

    async home(studentId) {
      const [row] = await tx.query<HomeRow>(HOME, [institutionId, studentId]);
      if (row === undefined) throw new Error('a query without FROM gave no row');
      const pending = row.pending.map((outcome) => ({ ...outcome, since: new Date(outcome.since) }));
      return { ...row, pending, windows: windowsFrom(row.windows) };
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
      const lock = () =>
        tx.query<Omit<AssignedCourse, 'id'> & { version: number }>(LOCK_COURSE, [institutionId, course.id]);
      let [known] = await lock();
      if (known === undefined) {
        const inserted = await tx.query(INSERT_COURSE, values);
        if (inserted.length > 0) return { version: 1, changed: true };
        // Made by another call a moment ago, or another institution's.
        [known] = await lock();
        if (known === undefined) return null;
      }
      if (sameCourse(known, course)) return { version: known.version, changed: false };
      const version = known.version + 1;
      await tx.query(UPDATE_COURSE, [...values, version]);
      return { version, changed: true };
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
