import type { Transaction } from '@licheng/database';
import type { Judged } from '../domain/verdict.ts';
import type { OutcomeRef } from '../domain/outcome.ts';
import type { OutcomeStore } from '../application/ports.ts';

const LOCK_JUDGED = 'SELECT 1 FROM outcomes WHERE institution_id = $1 AND id = $2 FOR UPDATE';

const READ_JUDGED = `
  SELECT o.id, o.course_id AS "courseId", o.student_id AS "studentId", c.subject, o.status, o.version,
         o.last_verdict_at AS "lastVerdictAt", o.handed_in_at AS "handedInAt"
    FROM outcomes o JOIN courses c ON c.id = o.course_id
   WHERE o.institution_id = $1 AND o.id = $2`;

// Whatever is no longer certified is no longer chosen; a hand-in under way lets go of it.
const APPLY_VERDICT = `
  WITH outcome AS (
    UPDATE outcomes SET status = $4, decided_at = $5, last_verdict_at = $5, certifier_name = $6, comment = $7,
           refusal_reason = $9, on_behalf_of_name = $10,
           selected_at = CASE WHEN $4 = 'certified' THEN selected_at END,
           hand_in_batch_id = CASE WHEN $4 = 'certified' THEN hand_in_batch_id END
     WHERE institution_id = $1 AND id = $2 AND version = $3
    RETURNING institution_id, id, version)
  INSERT INTO outcome_history (institution_id, outcome_id, at, fact, version, actor_name, comment, refusal_reason,
                               on_behalf_of_name)
  SELECT institution_id, id, $5, $8, version, $6, $7, $9, $10 FROM outcome`;

const NOTE_VERDICT = `
  INSERT INTO outcome_history (institution_id, outcome_id, at, fact, version, actor_name, comment, refusal_reason,
                               on_behalf_of_name)
  SELECT $1, $2, $4, $7, $3, $5, $6, $8, $9
   WHERE NOT EXISTS (SELECT 1 FROM outcome_history
                      WHERE outcome_id = $2 AND version = $3 AND at = $4 AND fact = $7)`;

const RECORD_CHECK = `
  INSERT INTO file_checks (institution_id, upload_id, result, rejection, media_type, has_thumbnail)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING upload_id`;

const HOLDERS = `
  SELECT DISTINCT o.id, o.course_id AS "courseId", o.student_id AS "studentId", o.status, c.subject
    FROM outcome_files f
    JOIN outcomes o ON o.id = f.outcome_id AND o.version = f.version
    JOIN courses c ON c.id = o.course_id
   WHERE f.institution_id = $1 AND f.upload_id = $2 AND o.deleted_at IS NULL`;

type Facts = Pick<OutcomeStore, 'lockJudged' | 'applyVerdict' | 'noteVerdict' | 'recordCheck' | 'holdersOf'>;

/** What is heard from other services. */
export function outcomeFacts(tx: Transaction, institutionId: string): Facts {
  return {
    async lockJudged(outcomeId) {
      // Read after the lock, by a statement of its own: it sees what whoever held the lock has written.
      await tx.query(LOCK_JUDGED, [institutionId, outcomeId]);
      const [row] = await tx.query<Judged & OutcomeRef>(READ_JUDGED, [institutionId, outcomeId]);
      return row ?? null;
    },

    async applyVerdict(verdict, next, fact) {
      const { outcomeId, version, decidedAt, certifierName, comment, refusalReason, onBehalfOfName } = verdict;
      await tx.query(APPLY_VERDICT, [
        institutionId,
        outcomeId,
        version,
        next,
        decidedAt,
        certifierName,
        comment,
        fact,
        refusalReason,
        onBehalfOfName,
      ]);
    },

    async noteVerdict(verdict, fact) {
      const { outcomeId, version, decidedAt, certifierName, comment, refusalReason, onBehalfOfName } = verdict;
      await tx.query(NOTE_VERDICT, [
        institutionId,
        outcomeId,
        version,
        decidedAt,
        certifierName,
        comment,
        fact,
        refusalReason,
        onBehalfOfName,
      ]);
    },

    async recordCheck({ uploadId, result, rejection, mediaType, hasThumbnail }) {
      const values = [institutionId, uploadId, result, rejection, mediaType, hasThumbnail];
      return (await tx.query(RECORD_CHECK, values)).length > 0;
    },

    holdersOf: (uploadId) => tx.query<OutcomeRef>(HOLDERS, [institutionId, uploadId]),
  };
}
