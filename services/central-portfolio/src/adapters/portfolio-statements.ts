/** Events come in any order: only a later result replaces what is known. */
export const KEEP_RESULT = `
  INSERT INTO certified_results AS r (outcome_id, version, institution_id, student_id, course_id, academic_year, files,
         certifier_name, decided_at, revoked)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  ON CONFLICT (outcome_id, version) DO UPDATE
     SET institution_id = excluded.institution_id, student_id = excluded.student_id, course_id = excluded.course_id,
         academic_year = excluded.academic_year, files = excluded.files, certifier_name = excluded.certifier_name,
         decided_at = excluded.decided_at, revoked = excluded.revoked
   WHERE r.decided_at < excluded.decided_at`;

const ACKNOWLEDGED = `h.item_id AS "itemId", h.batch_id AS "batchId", h.institution_id AS "institutionId", h.result,
  h.rejection, h.acknowledged_at AS "acknowledgedAt"`;

/** A rejected item may be sent again and then be received; never the other way round. Only received ones hold files. */
export const KEEP_ITEM = `
  WITH written AS (
    INSERT INTO holdings AS h (item_id, batch_id, batch_number, institution_id, student_id, course_id, subject,
           academic_year, outcome_id, version, submitted_at, result, rejection, acknowledged_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, now())
    ON CONFLICT (item_id) DO UPDATE
       SET batch_id = excluded.batch_id, batch_number = excluded.batch_number, institution_id = excluded.institution_id,
           student_id = excluded.student_id, course_id = excluded.course_id, subject = excluded.subject,
           academic_year = excluded.academic_year, outcome_id = excluded.outcome_id, version = excluded.version,
           submitted_at = excluded.submitted_at, result = excluded.result, rejection = excluded.rejection,
           acknowledged_at = excluded.acknowledged_at
     WHERE h.result = 'rejected'
    RETURNING ${ACKNOWLEDGED}),
  filed AS (
    INSERT INTO held_files (item_id, slot, file_name, media_type, sha256, size_bytes)
    SELECT w."itemId", f.slot, f."fileName", f."mediaType", lower(f.sha256), f."sizeBytes"
      FROM written w CROSS JOIN jsonb_to_recordset($14::jsonb)
           AS f(slot text, "fileName" text, "mediaType" text, sha256 text, "sizeBytes" integer)
     WHERE w.result = 'received')
  SELECT * FROM written`;

export const FIND_ITEM = `SELECT ${ACKNOWLEDGED} FROM holdings h WHERE h.item_id = $1`;

export const IS_RECEIVED = `SELECT 1 FROM holdings WHERE item_id = $1 AND result = 'received'`;

const RECEIVED = (condition: string) => `
  SELECT h.item_id AS "itemId", h.batch_id AS "batchId", h.outcome_id AS "outcomeId", h.version,
         h.institution_id AS "institutionId", h.academic_year AS "academicYear", h.acknowledged_at AS "receivedAt",
         coalesce((SELECT json_agg(json_build_object('slot', f.slot, 'sha256', f.sha256, 'sizeBytes', f.size_bytes)
                                   ORDER BY f.slot)
                     FROM held_files f WHERE f.item_id = h.item_id), '[]') AS files
    FROM holdings h WHERE h.result = 'received'${condition}
   ORDER BY h.acknowledged_at, h.item_id`;
export const RECEIVED_EVER = RECEIVED('');
export const RECEIVED_OF_YEAR = RECEIVED(' AND h.academic_year = $1');
