import type { Transaction } from '@licheng/database';
import { RESTORABLE_MS } from '../domain/deletion.ts';
import type { Outcome } from '../domain/outcome.ts';
import { type AttachedFile, type HistoryNote, LostRace, type OutcomeStore } from '../application/ports.ts';
import { ADVISORY_LOCK } from './sql-fragments.ts';

// Sorted, so that two commands naming the same two uploads never wait for each other.
const LOCK_UPLOADS = `
  SELECT pg_advisory_xact_lock(k)
    FROM (SELECT DISTINCT hashtextextended('upload:' || u, 0) AS k FROM unnest($1::text[]) u ORDER BY 1) keys`;

const FILES = `
  INSERT INTO outcome_files (institution_id, outcome_id, version, slot, upload_id, file_name, media_type, size_bytes, sha256)
  SELECT v.institution_id, v.outcome_id, v.version, f.*
    FROM version v, unnest($4::text[], $5::uuid[], $6::text[], $7::text[], $8::bigint[], $9::text[]) f`;

const ADD = `
  WITH outcome AS (
    INSERT INTO outcomes (institution_id, id, course_id, student_id, status, version, created_at)
    VALUES ($1, $2, $12, $13, 'awaiting_submission', 1, $10) ON CONFLICT DO NOTHING RETURNING institution_id, id),
  version AS (
    INSERT INTO outcome_versions (institution_id, outcome_id, version, summary, created_at)
    SELECT institution_id, id, 1, $3, $10 FROM outcome RETURNING institution_id, outcome_id, version),
  files AS (${FILES}),
  history AS (
    INSERT INTO outcome_history (institution_id, outcome_id, at, fact, version, actor_name)
    SELECT institution_id, id, $10, 'added', 1, $11 FROM outcome)
  SELECT id FROM outcome`;

const ADD_VERSION = `
  WITH outcome AS (
    UPDATE outcomes SET version = version + 1, status = $14
     WHERE institution_id = $1 AND id = $2 AND status = $12 AND version = $13
       AND hand_in_batch_id IS NULL AND deleted_at IS NULL
    RETURNING institution_id, id, version),
  version AS (
    INSERT INTO outcome_versions (institution_id, outcome_id, version, summary, created_at)
    SELECT institution_id, id, version, $3, $10 FROM outcome RETURNING institution_id, outcome_id, version),
  files AS (${FILES}),
  history AS (
    INSERT INTO outcome_history (institution_id, outcome_id, at, fact, version, actor_name)
    SELECT institution_id, id, $10, 'edited', version, $11 FROM outcome)
  SELECT id FROM outcome`;

/** Compare-and-swap of one outcome with its history row. $1…$7 are institution, id, status, version, at, fact, actor. */
const change = (set: string, also = 'true') => `
  WITH outcome AS (
    UPDATE outcomes SET ${set}
     WHERE institution_id = $1 AND id = $2 AND status = $3 AND version = $4 AND deleted_at IS NULL AND ${also}
    RETURNING institution_id, id, version),
  history AS (
    INSERT INTO outcome_history (institution_id, outcome_id, at, fact, version, actor_name)
    SELECT institution_id, id, $5::timestamptz, $6, version, $7 FROM outcome)
  SELECT id FROM outcome`;

const REMOVE = change('deleted_at = $5');

const RESTORE = `
  WITH outcome AS (
    UPDATE outcomes SET deleted_at = NULL
     WHERE institution_id = $1 AND id = $2 AND student_id = $3
       AND deleted_at > clock_timestamp() - interval '${RESTORABLE_MS} milliseconds'
    RETURNING institution_id, id, version),
  history AS (
    INSERT INTO outcome_history (institution_id, outcome_id, at, fact, version, actor_name)
    SELECT institution_id, id, clock_timestamp(), 'restored', version, $4 FROM outcome)
  SELECT id FROM outcome`;

// What the last round's certifier said belongs to that round; the history keeps it.
const SUBMIT = `
  WITH outcome AS (
    UPDATE outcomes SET status = $8, submitted_at = $5, receipt_id = $9, decided_at = NULL, certifier_name = '', comment = '',
           refusal_reason = '', on_behalf_of_name = ''
     WHERE institution_id = $1 AND id = $2 AND status = $3 AND version = $4 AND deleted_at IS NULL
    RETURNING institution_id, id, student_id, version),
  receipt AS (
    INSERT INTO receipts (institution_id, id, student_id, outcome_id, version, submitted_at, key_id, jws)
    SELECT institution_id, $9, student_id, id, version, $5::timestamptz, $10, $11 FROM outcome),
  history AS (
    INSERT INTO outcome_history (institution_id, outcome_id, at, fact, version, actor_name, receipt_id)
    SELECT institution_id, id, $5, $6, version, $7, $9 FROM outcome)
  SELECT id FROM outcome`;
const SELECT = change('selected_at = $5', 'selected_at IS NULL');
const UNSELECT = change('selected_at = NULL', 'selected_at IS NOT NULL AND hand_in_batch_id IS NULL');

type Writes = Pick<
  OutcomeStore,
  'lockUploads' | 'lockSelection' | 'add' | 'addVersion' | 'remove' | 'restore' | 'submit' | 'select' | 'unselect'
>;

const columnsOf = (files: readonly AttachedFile[]) => [
  files.map((file) => file.slot),
  files.map((file) => file.uploadId),
  files.map((file) => file.fileName),
  files.map((file) => file.mediaType),
  files.map((file) => file.sizeBytes),
  files.map((file) => file.sha256),
];

export function outcomeWrites(tx: Transaction, institutionId: string): Writes {
  const swap = async (text: string, values: readonly unknown[]) => {
    const changed = await tx.query(text, values);
    if (changed.length === 0) throw new LostRace('the outcome has changed since it was read');
  };
  const swapOne = (text: string, outcome: Outcome, note: HistoryNote, ...more: unknown[]) =>
    swap(text, [
      institutionId,
      outcome.id,
      outcome.status,
      outcome.version,
      note.at,
      note.fact,
      note.actorName,
      ...more,
    ]);

  return {
    async lockUploads(uploadIds) {
      await tx.query(LOCK_UPLOADS, [uploadIds]);
    },
    async lockSelection(studentId) {
      await tx.query(ADVISORY_LOCK, [`selection:${studentId}`]);
    },
    add: (draft, note) =>
      swap(ADD, [
        institutionId,
        draft.id,
        draft.summary,
        ...columnsOf(draft.files),
        note.at,
        note.actorName,
        draft.courseId,
        draft.studentId,
      ]),
    addVersion: (outcome, draft, note) =>
      swap(ADD_VERSION, [
        institutionId,
        outcome.id,
        draft.summary,
        ...columnsOf(draft.files),
        note.at,
        note.actorName,
        outcome.status,
        outcome.version,
        draft.next,
      ]),
    remove: (outcome, note) => swapOne(REMOVE, outcome, note),
    async restore(outcomeId, studentId, actorName) {
      return (await tx.query(RESTORE, [institutionId, outcomeId, studentId, actorName])).length > 0;
    },
    submit: (outcome, next, note, receipt) =>
      swapOne(SUBMIT, outcome, note, next, receipt.id, receipt.keyId, receipt.jws),
    select: (outcome, note) => swapOne(SELECT, outcome, note),
    unselect: (outcome, note) => swapOne(UNSELECT, outcome, note),
  };
}
