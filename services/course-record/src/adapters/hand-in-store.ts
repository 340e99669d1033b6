import { randomUUID } from 'node:crypto';
import type { Transaction } from '@licheng/database';
import type { HandInBatch, HandInItem, VersionRef } from '../domain/hand-in.ts';
import type { OutcomeRef } from '../domain/outcome.ts';
import type { HandInPreview, HandInStore } from '../application/ports.ts';
import { type WindowJson, windowsFrom } from './rows.ts';
import { ADVISORY_LOCK, filesOf, windowsOf } from './sql-fragments.ts';

const ITEMS = `
  coalesce((SELECT json_agg(json_build_object(
              'id', i.id, 'outcomeId', i.outcome_id, 'courseId', i.course_id, 'studentId', i.student_id,
              'studentName', i.student_name, 'subject', i.subject, 'version', i.version, 'status', i.status,
              'rejection', i.rejection, 'acknowledgedAt', i.acknowledged_at,
              'files', ${filesOf('i.outcome_id', 'i.version')}) ORDER BY i.student_name, i.subject, i.id)
              FROM hand_in_items i
             WHERE i.batch_id = b.id AND i.status <> 'sealing' AND ($2::uuid IS NULL OR i.student_id = $2)), '[]')`;

const BATCHES = `
  SELECT b.id, b.number, b.academic_year AS "academicYear", b.status, b.created_at AS "createdAt", ${ITEMS} AS items
    FROM hand_in_batches b WHERE b.institution_id = $1`;

const LIST = `${BATCHES}
     AND ($2::uuid IS NULL OR EXISTS (SELECT 1 FROM hand_in_items i
           WHERE i.batch_id = b.id AND i.status <> 'sealing' AND i.student_id = $2))
   ORDER BY b.number DESC`;

const FIND = `${BATCHES} AND b.id = $3`;

const UNFINISHED = `
  SELECT id FROM hand_in_batches WHERE institution_id = $1 AND status = 'sealing' ORDER BY number`;

const OPEN_BATCH = `
  INSERT INTO hand_in_batches (institution_id, id, number, academic_year, status, created_by_id, created_by_name, created_at)
  SELECT $1, $2, coalesce(max(number), 0) + 1, $3, 'sealing', $4, $5, clock_timestamp()
    FROM hand_in_batches WHERE institution_id = $1
  ON CONFLICT (id) DO NOTHING RETURNING id`;

// The outcome itself names its batch: a choice taken back at the same moment finds it taken.
const TAKE = `
  UPDATE outcomes o SET hand_in_batch_id = $2
    FROM courses c
   WHERE c.id = o.course_id AND c.academic_year = $3
     AND o.institution_id = $1 AND o.status = 'certified' AND o.selected_at IS NOT NULL AND o.hand_in_batch_id IS NULL
  RETURNING o.id`;

const ADD_ITEMS = `
  INSERT INTO hand_in_items (institution_id, batch_id, id, outcome_id, version, student_id, student_name, course_id, subject, status)
  SELECT o.institution_id, $2, n.item_id, o.id, o.version, o.student_id, e.student_name, o.course_id, c.subject, 'sealing'
    FROM unnest($3::uuid[], $4::uuid[]) AS n(item_id, outcome_id)
    JOIN outcomes o ON o.id = n.outcome_id
    JOIN courses c ON c.id = o.course_id
    JOIN enrolments e ON e.course_id = o.course_id AND e.student_id = o.student_id
   WHERE o.institution_id = $1`;

const HELD = `
  SELECT i.outcome_id AS "outcomeId", i.version,
         EXISTS (SELECT 1 FROM hand_in_items earlier
                  WHERE earlier.outcome_id = i.outcome_id AND earlier.version = i.version
                    AND earlier.sent_at IS NOT NULL) AS "sealedBefore"
    FROM hand_in_items i
   WHERE i.institution_id = $1 AND i.batch_id = $2 AND i.status = 'sealing' ORDER BY i.outcome_id`;

const LOCK_BATCH = 'SELECT status FROM hand_in_batches WHERE institution_id = $1 AND id = $2 FOR UPDATE';

const NOW = 'SELECT clock_timestamp() AS now';

const SEND = `
  WITH sent AS (
    UPDATE hand_in_items i SET status = 'sent', sent_at = $5
      FROM unnest($3::uuid[], $4::integer[]) AS s(outcome_id, version)
     WHERE i.institution_id = $1 AND i.batch_id = $2 AND i.status = 'sealing'
       AND i.outcome_id = s.outcome_id AND i.version = s.version
    RETURNING i.institution_id, i.outcome_id, i.version),
  handed_in AS (
    UPDATE outcomes o SET handed_in_at = $5 FROM sent
     WHERE o.id = sent.outcome_id AND o.version = sent.version AND o.hand_in_batch_id = $2
    RETURNING o.id),
  history AS (
    INSERT INTO outcome_history (institution_id, outcome_id, at, fact, version, actor_name)
    SELECT institution_id, outcome_id, $5, 'handed_in', version, $6 FROM sent)
  SELECT (SELECT count(*) FROM sent) = (SELECT count(*) FROM handed_in) AS agreed`;

const DROP_REST = `
  UPDATE hand_in_items SET status = 'dropped', rejection = 'no_longer_certified'
   WHERE institution_id = $1 AND batch_id = $2 AND status = 'sealing'`;

const LET_GO_OF_REST = `
  UPDATE outcomes SET hand_in_batch_id = NULL
   WHERE institution_id = $1 AND hand_in_batch_id = $2 AND handed_in_at IS NULL`;

// A batch of which nothing could be sent waits for no answer.
const SUBMITTED = `
  UPDATE hand_in_batches b
     SET submitted_at = $3,
         status = CASE WHEN EXISTS (SELECT 1 FROM hand_in_items i WHERE i.batch_id = b.id AND i.status = 'sent')
                       THEN 'submitted' ELSE 'acknowledged' END
   WHERE b.institution_id = $1 AND b.id = $2`;

const ANSWER = `
  WITH item AS (
    UPDATE hand_in_items SET status = $4, rejection = $5, acknowledged_at = $6
     WHERE institution_id = $1 AND batch_id = $2 AND id = $3 AND status = 'sent'
    RETURNING institution_id, outcome_id, version),
  let_go AS (
    UPDATE outcomes o SET handed_in_at = NULL, hand_in_batch_id = NULL FROM item
     WHERE $4 = 'rejected' AND o.id = item.outcome_id AND o.hand_in_batch_id = $2),
  history AS (
    INSERT INTO outcome_history (institution_id, outcome_id, at, fact, version, actor_name, comment)
    SELECT institution_id, outcome_id, $6, $4, version, '', $5 FROM item)
  SELECT o.id, o.course_id AS "courseId", o.student_id AS "studentId", o.status, c.subject
    FROM item JOIN outcomes o ON o.id = item.outcome_id JOIN courses c ON c.id = o.course_id`;

const ACKNOWLEDGED = `
  UPDATE hand_in_batches b SET status = 'acknowledged'
   WHERE b.institution_id = $1 AND b.id = $2 AND b.status = 'submitted'
     AND NOT EXISTS (SELECT 1 FROM hand_in_items i WHERE i.batch_id = b.id AND i.status IN ('sealing', 'sent'))`;

const PREVIEW = `
  WITH years AS (SELECT DISTINCT academic_year FROM courses WHERE institution_id = $1),
  wanted AS (SELECT CASE WHEN $2 = 0 THEN (SELECT max(academic_year) FROM years) ELSE $2 END AS year),
  certified AS (
    SELECT o.student_id, o.selected_at IS NOT NULL AS selected, o.hand_in_batch_id IS NOT NULL AS held
      FROM outcomes o JOIN courses c ON c.id = o.course_id JOIN wanted ON wanted.year = c.academic_year
     WHERE o.institution_id = $1 AND o.status = 'certified')
  SELECT count(*) FILTER (WHERE selected AND NOT held)::integer AS "readyCount",
         count(DISTINCT student_id) FILTER (WHERE selected AND NOT held)::integer AS "studentCount",
         count(*) FILTER (WHERE held)::integer AS "alreadyHandedInCount",
         count(*) FILTER (WHERE NOT selected)::integer AS "certifiedNotSelectedCount",
         coalesce((SELECT json_agg(academic_year ORDER BY academic_year DESC) FROM years), '[]') AS "academicYears",
         ${windowsOf('$1', '(SELECT year FROM wanted)')} AS windows, clock_timestamp() AS now
    FROM certified`;

type ItemJson = Omit<HandInItem, 'acknowledgedAt'> & { acknowledgedAt: string | null };
type BatchRow = Omit<HandInBatch, 'items'> & { items: ItemJson[] };

function itemOf({ acknowledgedAt, ...item }: ItemJson): HandInItem {
  return { ...item, acknowledgedAt: acknowledgedAt === null ? null : new Date(acknowledgedAt) };
}

function batchOf(row: BatchRow): HandInBatch {
  return { ...row, items: row.items.map(itemOf) };
}

export function handInStore(tx: Transaction, institutionId: string): HandInStore {
  const find = async (batchId: string): Promise<HandInBatch | null> => {
    const [row] = await tx.query<BatchRow>(FIND, [institutionId, null, batchId]);
    return row === undefined ? null : batchOf(row);
  };
  const lockBatch = async (batchId: string): Promise<string | undefined> => {
    const [row] = await tx.query<{ status: string }>(LOCK_BATCH, [institutionId, batchId]);
    return row?.status;
  };

  return {
    find,
    async lockInstitution() {
      await tx.query(ADVISORY_LOCK, [`hand-in:${institutionId}`]);
    },

    async list(studentId) {
      return (await tx.query<BatchRow>(LIST, [institutionId, studentId])).map(batchOf);
    },

    async unfinished() {
      return (await tx.query<{ id: string }>(UNFINISHED, [institutionId])).map(({ id }) => id);
    },

    async open({ id, academicYear, caller }) {
      const values = [institutionId, id, academicYear, caller.personId, caller.name];
      if ((await tx.query(OPEN_BATCH, values)).length === 0) return null;
      const taken = await tx.query<{ id: string }>(TAKE, [institutionId, id, academicYear]);
      const outcomeIds = taken.map((outcome) => outcome.id);
      if (taken.length > 0) {
        await tx.query(ADD_ITEMS, [institutionId, id, outcomeIds.map(() => randomUUID()), outcomeIds]);
      }
      return taken.length;
    },

    held: (batchId) => tx.query<VersionRef & { sealedBefore: boolean }>(HELD, [institutionId, batchId]),

    async lockSealing(batchId) {
      return (await lockBatch(batchId)) === 'sealing';
    },

    async settle(batchId, sealed, actorName) {
      const [clock] = await tx.query<{ now: Date }>(NOW);
      if (clock === undefined) throw new Error('a query without FROM gave no row');
      const sentAt = clock.now;
      const [sent] = await tx.query<{ agreed: boolean }>(SEND, [
        institutionId,
        batchId,
        sealed.map((version) => version.outcomeId),
        sealed.map((version) => version.version),
        sentAt,
        actorName,
      ]);
      if (sent?.agreed !== true) throw new Error('a sealed version is not the one this batch holds');
      await tx.query(DROP_REST, [institutionId, batchId]);
      await tx.query(LET_GO_OF_REST, [institutionId, batchId]);
      await tx.query(SUBMITTED, [institutionId, batchId, sentAt]);
      const items = (await find(batchId))?.items ?? [];
      return items.filter((item) => item.status === 'sent').map((item) => ({ ...item, sentAt }));
    },

    async acknowledge({ itemId, batchId, result, rejection, acknowledgedAt }) {
      // One answer at a time per batch, or two last ones would each take the other for missing.
      await lockBatch(batchId);
      const values = [institutionId, batchId, itemId, result, rejection, acknowledgedAt];
      const [outcome] = await tx.query<OutcomeRef>(ANSWER, values);
      if (outcome === undefined) return null;
      await tx.query(ACKNOWLEDGED, [institutionId, batchId]);
      return outcome;
    },

    async preview(academicYear) {
      const [row] = await tx.query<Omit<HandInPreview, 'windows'> & { windows: WindowJson[] }>(PREVIEW, [
        institutionId,
        academicYear,
      ]);
      if (row === undefined) throw new Error('an aggregate gave no row');
      return { ...row, windows: windowsFrom(row.windows) };
    },
  };
}
