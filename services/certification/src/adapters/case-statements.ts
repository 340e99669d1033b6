import { CASE_COLUMNS } from './case-rows.ts';

/** Who hears of a case `c`. */
const AUDIENCE = `ARRAY(
    SELECT t.teacher_id FROM course_teachers t WHERE t.course_id = c.course_id ORDER BY t.teacher_id) AS teacher_ids,
  ARRAY(SELECT DISTINCT a.deputy_id FROM active_deputies a WHERE a.course_id = c.course_id) AS deputy_ids`;

/** The teacher of case `c` whom a person would decide for: none where they teach the course themselves. */
const deputisedBy = (person: string) => `SELECT a.teacher_id, coalesce(p.name, '') AS name
    FROM active_deputies a LEFT JOIN people p ON p.person_id = a.teacher_id
   WHERE a.course_id = c.course_id AND a.deputy_id = ${person} AND NOT EXISTS (
     SELECT 1 FROM course_teachers own WHERE own.course_id = c.course_id AND own.teacher_id = ${person})
   ORDER BY a.appointed_at, a.id LIMIT 1`;

/** What a person sees of case `c` besides the case: who else has it open, and whom they would decide for. */
export const SEEN_COLUMNS = `k.certifier_name AS claimed_by_name, k.expires_at AS claim_expires_at,
  d.teacher_id AS deputising_for_id, d.name AS deputising_for_name`;
export const seenBy = (person: string) => `LEFT JOIN LATERAL (
    SELECT k.certifier_name, k.expires_at FROM claims k
     WHERE k.outcome_id = c.outcome_id AND k.certifier_id <> ${person} AND k.expires_at > now()
     ORDER BY k.claimed_at LIMIT 1) k ON true
  LEFT JOIN LATERAL (${deputisedBy(person)}) d ON true`;

export const FIND = `SELECT ${CASE_COLUMNS}, w.opens_at, w.closes_at, clock_timestamp() AS now, ${SEEN_COLUMNS}, ${AUDIENCE}
  FROM cases c
  LEFT JOIN certify_windows w ON w.institution_id = c.institution_id AND w.academic_year = c.academic_year
  ${seenBy('$3::uuid')}
  WHERE c.outcome_id = $1::uuid AND c.institution_id = $2::uuid`;

export const HISTORY = `SELECT h.* FROM (
    SELECT s.submitted_at AS at, 'submitted' AS action, s.version, s.student_name AS actor_name, '' AS on_behalf_of_name,
        '' AS comment, NULL AS refusal_reason, 0 AS n FROM case_submissions s
      WHERE s.outcome_id = $1::uuid AND s.institution_id = $2::uuid
    UNION ALL
    SELECT v.decided_at, v.action, v.version, v.certifier_name, coalesce(v.on_behalf_of_name, ''), v.comment,
        v.refusal_reason, v.id FROM verdicts v
      WHERE v.outcome_id = $1::uuid AND v.institution_id = $2::uuid
    UNION ALL
    SELECT c.sealed_at, 'sealed', c.version, coalesce(c.sealed_by_name, ''), '', '', NULL, 0 FROM cases c
      WHERE c.outcome_id = $1::uuid AND c.institution_id = $2::uuid AND c.sealed_at IS NOT NULL) h
  ORDER BY h.at, h.n`;

const OPENED =
  'RETURNING outcome_id, version, submitted_at, student_name, course_id, institution_id, subject, academic_year, term_system, term';

const LOG_SUBMISSION = `, logged AS (
    INSERT INTO case_submissions (outcome_id, version, submitted_at, institution_id, student_name)
    SELECT outcome_id, version, submitted_at, institution_id, student_name FROM changed ON CONFLICT DO NOTHING)`;

/** The count follows the case inside one statement, and always locks the case first. */
const COUNT_OPENED = `, counted AS (
    INSERT INTO courses AS k (course_id, institution_id, waiting_count, subject, academic_year, term_system, term)
    SELECT course_id, institution_id, 1, subject, academic_year, term_system, term FROM changed
    ON CONFLICT (course_id) DO UPDATE SET waiting_count = k.waiting_count + 1)`;

export const INSERT = `WITH changed AS (
    INSERT INTO cases (outcome_id, institution_id, version, revision, status, course_id, student_id, student_name, subject,
      academic_year, term_system, term, summary, files, submitted_at)
    VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    ON CONFLICT (outcome_id) DO NOTHING ${OPENED})${LOG_SUBMISSION}${COUNT_OPENED}
  SELECT ${AUDIENCE} FROM changed c`;

const NO_PENDING = `pending_action = NULL, pending_decided_at = NULL, pending_certifier_id = NULL,
      pending_certifier_name = NULL, pending_on_behalf_of_id = NULL, pending_on_behalf_of_name = NULL,
      pending_comment = NULL, pending_refusal_reason = NULL, publish_at = NULL`;

const AGAIN = (count: string) => `WITH changed AS (
    UPDATE cases SET version = $3, revision = revision + 1, status = $4, course_id = $5, student_id = $6, student_name = $7,
      subject = $8, academic_year = $9, term_system = $10, term = $11, summary = $12, files = $13, submitted_at = $14,
      decided_action = NULL, decided_at = NULL, certifier_id = NULL, certifier_name = NULL, on_behalf_of_id = NULL,
      on_behalf_of_name = NULL, comment = NULL, refusal_reason = NULL, undone_by_id = NULL, ${NO_PENDING}
    WHERE outcome_id = $1 AND institution_id = $2 AND revision = $15 ${OPENED})${LOG_SUBMISSION}${count}
  SELECT ${AUDIENCE} FROM changed c`;
export const REOPEN = AGAIN(COUNT_OPENED);
/** A newer version of a case that waits already. */
export const REPLACE = AGAIN('');

/**
 * Everything a verdict depends on is a condition of the one UPDATE, so that it holds as it commits. A verdict is later than
 * what was decided before it, also for copies that see only milliseconds.
 */
export const GIVE = `WITH changed AS (
    UPDATE cases c SET revision = c.revision + 1, pending_action = $5, pending_certifier_id = $6::uuid,
      pending_certifier_name = $7, pending_comment = $8, pending_refusal_reason = $9,
      (pending_on_behalf_of_id, pending_on_behalf_of_name) = (${deputisedBy('$6::uuid')}),
      pending_decided_at =
        greatest(date_trunc('milliseconds', clock_timestamp()), c.decided_at + interval '1 ms'),
      publish_at = clock_timestamp() + $11::float8 * interval '1 second', undone_by_id = NULL
    FROM certify_windows w
    WHERE c.outcome_id = $1::uuid AND c.institution_id = $2::uuid AND c.version = $3 AND c.status = ANY($4::text[])
      AND c.pending_action IS NULL
      AND ($10::boolean
        OR EXISTS (SELECT 1 FROM course_teachers t WHERE t.course_id = c.course_id AND t.teacher_id = $6::uuid)
        OR EXISTS (SELECT 1 FROM active_deputies a WHERE a.course_id = c.course_id AND a.deputy_id = $6::uuid))
      AND w.institution_id = c.institution_id AND w.academic_year = c.academic_year
      AND w.opens_at <= clock_timestamp() AND clock_timestamp() < w.closes_at
    RETURNING ${CASE_COLUMNS}, w.opens_at, w.closes_at)
  SELECT c.*, clock_timestamp() AS now, ${SEEN_COLUMNS}, ${AUDIENCE} FROM changed c ${seenBy('$6::uuid')}`;

export const UNDO = `WITH changed AS (
    UPDATE cases c SET revision = c.revision + 1, undone_by_id = c.pending_certifier_id, ${NO_PENDING}
    WHERE c.outcome_id = $1::uuid AND c.institution_id = $2::uuid AND c.pending_certifier_id = $3::uuid
    RETURNING ${CASE_COLUMNS})
  SELECT c.*, w.opens_at, w.closes_at, clock_timestamp() AS now, ${SEEN_COLUMNS}, ${AUDIENCE} FROM changed c
    LEFT JOIN certify_windows w ON w.institution_id = c.institution_id AND w.academic_year = c.academic_year
    ${seenBy('$3::uuid')}`;

export const INSTITUTIONS_DUE = 'SELECT institution_id FROM institutions_with_verdicts_due()';

/**
 * Publishes what is due of an institution: status, log and counts in one statement. `$2` says which status an action leads
 * to, `$3` which actions end a waiting. A case that somebody is at (undoing, sealing, another one of these) is passed over
 * and found the next time. Courses are locked in one order after the cases, so that two of these never wait in a circle.
 */
export const PUBLISH_DUE = `WITH due AS (
    SELECT c.outcome_id FROM cases c WHERE c.institution_id = $1::uuid AND c.publish_at <= now()
     ORDER BY c.publish_at LIMIT $4 FOR UPDATE SKIP LOCKED),
  changed AS (
    UPDATE cases c SET status = $2::jsonb ->> c.pending_action, revision = c.revision + 1, decided_action = c.pending_action,
      decided_at = c.pending_decided_at, certifier_id = c.pending_certifier_id, certifier_name = c.pending_certifier_name,
      on_behalf_of_id = c.pending_on_behalf_of_id, on_behalf_of_name = c.pending_on_behalf_of_name,
      comment = c.pending_comment, refusal_reason = c.pending_refusal_reason, ${NO_PENDING}
    FROM due WHERE c.outcome_id = due.outcome_id AND c.publish_at <= now()
    RETURNING ${CASE_COLUMNS}),
  logged AS (
    INSERT INTO verdicts (institution_id, outcome_id, version, action, certifier_id, certifier_name, on_behalf_of_id,
      on_behalf_of_name, comment, refusal_reason, decided_at, files)
    SELECT institution_id, outcome_id, version, decided_action, certifier_id, certifier_name, on_behalf_of_id,
      on_behalf_of_name, comment, refusal_reason, decided_at, files FROM changed ORDER BY decided_at, outcome_id),
  fewer AS (
    SELECT course_id, count(*)::int AS count FROM changed WHERE decided_action = ANY($3::text[]) GROUP BY course_id),
  locked AS MATERIALIZED (
    SELECT k.course_id FROM courses k WHERE k.course_id IN (SELECT course_id FROM fewer) ORDER BY k.course_id FOR UPDATE),
  counted AS (
    UPDATE courses k SET waiting_count = k.waiting_count - fewer.count FROM fewer JOIN locked USING (course_id)
     WHERE k.course_id = fewer.course_id)
  SELECT c.*, ${AUDIENCE} FROM changed c ORDER BY c.decided_at, c.outcome_id`;

/** A claim that had run out is a new one. */
export const CLAIM = `INSERT INTO claims AS k (outcome_id, certifier_id, institution_id, certifier_name, claimed_at, expires_at)
  VALUES ($1, $2, $3, $4, now(), now() + $5 * interval '1 second')
  ON CONFLICT (outcome_id, certifier_id) DO UPDATE SET expires_at = excluded.expires_at,
    certifier_name = excluded.certifier_name,
    claimed_at = CASE WHEN k.expires_at <= now() THEN excluded.claimed_at ELSE k.claimed_at END
  RETURNING k.claimed_at = now()::timestamptz(3) AS is_new`;

/** What the certifier left open elsewhere and has run out. */
export const FORGET_CLAIMS = `DELETE FROM claims
  WHERE certifier_id = $1::uuid AND institution_id = $2::uuid AND expires_at <= now()`;

export const RELEASE = `WITH released AS (
    DELETE FROM claims k WHERE k.outcome_id = $1::uuid AND k.institution_id = $2::uuid AND k.certifier_id = $3::uuid
    RETURNING k.outcome_id, k.expires_at)
  SELECT c.outcome_id, c.institution_id, c.course_id, released.expires_at > now() AS was_open, ${AUDIENCE}
    FROM released JOIN cases c ON c.outcome_id = released.outcome_id`;

export const LOCK = `SELECT c.outcome_id, c.version, c.status, c.sealed_batch_id, c.pending_action IS NOT NULL AS verdict_pending
  FROM cases c
  WHERE c.outcome_id = ANY($1::uuid[]) AND c.institution_id = $2::uuid ORDER BY c.outcome_id FOR UPDATE`;

export const SEAL = `UPDATE cases SET status = $3, revision = revision + 1, sealed_batch_id = $4::uuid,
    sealed_at = clock_timestamp(), sealed_by_name = $5
  WHERE outcome_id = ANY($1::uuid[]) AND institution_id = $2::uuid`;
