/** Windows of an academic year (`year` is an SQL expression to compare with) as JSON. */
export const windowsOf = (institution: string, year: string) => `
  coalesce((SELECT json_agg(json_build_object('academicYear', w.academic_year, 'operation', w.operation, 'opensAt', w.opens_at, 'closesAt', w.closes_at))
              FROM calendar_windows w WHERE w.institution_id = ${institution} AND w.academic_year = ${year}), '[]')`;

/** Files of one version with what is known of their checks, as JSON. */
export const filesOf = (outcome: string, version: string) => `
  coalesce((SELECT json_agg(json_build_object(
              'slot', f.slot, 'uploadId', f.upload_id, 'fileName', f.file_name,
              'mediaType', coalesce(nullif(k.media_type, ''), f.media_type), 'sizeBytes', f.size_bytes, 'sha256', f.sha256,
              'check', coalesce(k.result, 'checking'), 'rejection', coalesce(k.rejection, ''),
              'hasThumbnail', coalesce(k.has_thumbnail, false)) ORDER BY f.slot)
              FROM outcome_files f LEFT JOIN file_checks k ON k.upload_id = f.upload_id
             WHERE f.outcome_id = ${outcome} AND f.version = ${version}), '[]')`;

// A deletion that was taken back is nothing that happened to the outcome; both stay in the table.
const HISTORY = `
  coalesce((SELECT json_agg(json_build_object('at', h.at, 'fact', h.fact, 'version', h.version,
                                              'actorName', h.actor_name, 'comment', h.comment,
                                              'refusalReason', h.refusal_reason, 'onBehalfOfName', h.on_behalf_of_name,
                                              'receiptId', h.receipt_id) ORDER BY h.at, h.id)
              FROM outcome_history h
             WHERE h.outcome_id = o.id AND h.fact NOT IN ('deleted', 'restored')), '[]')`;

/** Columns of OutcomeRow; needs OUTCOME_TABLES. */
export const OUTCOME_COLUMNS = `
  o.id, o.course_id AS "courseId", c.subject, c.academic_year AS "academicYear", c.term_system AS "termSystem", c.term,
  o.student_id AS "studentId", e.student_name AS "studentName", o.status, o.version, v.summary,
  o.created_at AS "createdAt", o.submitted_at AS "submittedAt", o.decided_at AS "decidedAt",
  o.certifier_name AS "certifierName", o.comment, o.refusal_reason AS "refusalReason",
  o.on_behalf_of_name AS "onBehalfOfName", o.receipt_id AS "receiptId", o.last_verdict_at AS "lastVerdictAt", o.selected_at AS "selectedAt",
  o.hand_in_batch_id AS "handInBatchId", o.handed_in_at AS "handedInAt",
  ${filesOf('o.id', 'o.version')} AS files, ${HISTORY} AS history`;

export const OUTCOME_TABLES = `
  outcomes o
  JOIN courses c ON c.id = o.course_id
  JOIN enrolments e ON e.course_id = o.course_id AND e.student_id = o.student_id
  JOIN outcome_versions v ON v.outcome_id = o.id AND v.version = o.version`;

/** Serialises whoever names the same thing until the commit. */
export const ADVISORY_LOCK = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';
