import { CASE_COLUMNS } from './case-rows.ts';

const TEACHERS = `ARRAY(
    SELECT t.teacher_id FROM course_teachers t WHERE t.course_id = c.course_id ORDER BY t.teacher_id) AS teacher_ids`;

export const FIND = `SELECT ${CASE_COLUMNS}, w.opens_at, w.closes_at, clock_timestamp() AS now,
    ${TEACHERS}
  FROM cases c
  LEFT JOIN certify_windows w ON w.institution_id = c.institution_id AND w.academic_year = c.academic_year
  WHERE c.outcome_id = $1::uuid AND c.institution_id = $2::uuid`;

/** The count follows the case inside one statement, and always locks the case first. */
const COUNT_INSERTED = `counted AS (
    INSERT INTO courses AS k (course_id, institution_id, waiting_count) SELECT course_id, institution_id, 1 FROM changed
    ON CONFLICT (course_id) DO UPDATE SET waiting_count = k.waiting_count + 1 RETURNING k.course_id)`;

export const INSERT = `WITH changed AS (
    INSERT INTO cases (outcome_id, institution_id, version, revision, status, course_id, student_id, student_name, subject,
      academic_year, term_system, term, summary, files, submitted_at)
    VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    ON CONFLICT (outcome_id) DO NOTHING RETURNING course_id, institution_id), ${COUNT_INSERTED}
  SELECT ${TEACHERS} FROM changed c`;

const AGAIN = (count: string) => `WITH changed AS (
    UPDATE cases SET version = $3, revision = revision + 1, status = $4, course_id = $5, student_id = $6, student_name = $7,
      subject = $8, academic_year = $9, term_system = $10, term = $11, summary = $12, files = $13, submitted_at = $14,
      decided_action = NULL, decided_at = NULL, certifier_id = NULL, certifier_name = NULL, comment = NULL
    WHERE outcome_id = $1 AND institution_id = $2 AND revision = $15 RETURNING course_id, institution_id)${count}
  SELECT ${TEACHERS} FROM changed c`;
export const REOPEN = AGAIN(`, ${COUNT_INSERTED}`);
/** A newer version of a case that waits already. */
export const REPLACE = AGAIN('');

/**
 * Everything a verdict depends on is a condition of the one UPDATE, so that it holds as it commits. A verdict is later than
 * what was decided before it, also for copies that see only milliseconds.
 */
const DECIDE = (count: string) => `WITH changed AS (
    UPDATE cases c SET status = $5, revision = c.revision + 1, decided_action = $6, certifier_id = $7, certifier_name = $8,
      comment = $9, decided_at = greatest(date_trunc('milliseconds', clock_timestamp()), c.decided_at + interval '1 ms')
    FROM certify_windows w
    WHERE c.outcome_id = $1::uuid AND c.institution_id = $2::uuid AND c.version = $3 AND c.status = ANY($4::text[])
      AND ($10::boolean OR EXISTS (
        SELECT 1 FROM course_teachers t WHERE t.course_id = c.course_id AND t.teacher_id = $7::uuid))
      AND w.institution_id = c.institution_id AND w.academic_year = c.academic_year
      AND w.opens_at <= clock_timestamp() AND clock_timestamp() < w.closes_at
    RETURNING ${CASE_COLUMNS}, w.opens_at, w.closes_at),
  logged AS (
    INSERT INTO verdicts (institution_id, outcome_id, version, action, certifier_id, certifier_name, comment, decided_at, files)
    SELECT institution_id, outcome_id, version, decided_action, certifier_id, certifier_name, comment, decided_at, files
      FROM changed)${count}
  SELECT c.*, clock_timestamp() AS now, ${TEACHERS} FROM changed c`;
/** A verdict on a waiting case, which is waiting no more. */
export const DECIDE_WAITING = DECIDE(`, counted AS (
    UPDATE courses k SET waiting_count = k.waiting_count - 1 FROM changed WHERE k.course_id = changed.course_id)`);
/** A verdict on a case decided before. */
export const DECIDE_AGAIN = DECIDE('');

export const LOCK = `SELECT c.outcome_id, c.version, c.status, c.sealed_batch_id FROM cases c
  WHERE c.outcome_id = ANY($1::uuid[]) AND c.institution_id = $2::uuid ORDER BY c.outcome_id FOR UPDATE`;

export const SEAL = `UPDATE cases SET status = $3, revision = revision + 1, sealed_batch_id = $4::uuid, sealed_at = now()
  WHERE outcome_id = ANY($1::uuid[]) AND institution_id = $2::uuid`;

export const ASSIGN = `WITH newer AS (
    INSERT INTO courses AS k (course_id, institution_id, assignment_version) VALUES ($1::uuid, $2::uuid, $4)
    ON CONFLICT (course_id) DO UPDATE SET assignment_version = excluded.assignment_version
      WHERE k.assignment_version < excluded.assignment_version
    RETURNING k.course_id, k.institution_id),
  removed AS (
    DELETE FROM course_teachers t USING newer WHERE t.course_id = newer.course_id AND t.teacher_id <> ALL($3::uuid[]))
  INSERT INTO course_teachers (course_id, teacher_id, institution_id)
    SELECT newer.course_id, teacher.id, newer.institution_id FROM newer CROSS JOIN unnest($3::uuid[]) AS teacher(id)
    ON CONFLICT DO NOTHING`;

export const SET_WINDOW = `INSERT INTO certify_windows AS w (institution_id, academic_year, opens_at, closes_at, version)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (institution_id, academic_year) DO UPDATE
    SET opens_at = excluded.opens_at, closes_at = excluded.closes_at, version = excluded.version
    WHERE w.version < excluded.version`;
