import type { Database, Transaction } from '@licheng/database';
import type { Outbox } from '@licheng/messaging';
import { CERTIFIER_ACTIONS, type RefusalReason } from '@licheng/portfolio-rules';
import type { CaseStore, Cases } from '../application/ports.ts';
import { factOf, isWaiting, route } from '../domain/case-status.ts';
import type { HistoryEntry } from '../domain/certification-case.ts';
import { type CaseRow, type FoundRow, toCase, toFound } from './case-rows.ts';
import * as sql from './case-statements.ts';
import { type Audience, caseOpened, caseTouched, resultTold } from './events.ts';
import { queryQueue, queryQueueCourses } from './queue-query.ts';

const CLAIM_SECONDS = 60;

/** Which status each verdict leads to, and which verdicts are about waiting cases: read from the one table. */
const NEXT_STATUS = JSON.stringify(Object.fromEntries(CERTIFIER_ACTIONS.map((action) => [action, route(action).to])));
const ENDS_WAITING = CERTIFIER_ACTIONS.filter((action) => route(action).from.every(isWaiting));

export interface CaseOptions {
  outbox: Outbox;
  /** How long a verdict can be taken back. */
  undoSeconds: number;
  /** Called after a commit that holds a verdict to be published `undoSeconds` later. */
  onGiven: () => void;
}

interface AudienceRow {
  teacher_ids: string[];
  deputy_ids: string[];
}
const audienceOf = (row: AudienceRow): Audience => ({ teacherIds: row.teacher_ids, deputyIds: row.deputy_ids });

interface HistoryRow {
  at: Date;
  action: 'submitted' | 'sealed' | (typeof CERTIFIER_ACTIONS)[number];
  version: number;
  actor_name: string;
  on_behalf_of_name: string;
  comment: string;
  refusal_reason: RefusalReason | null;
}

const toHistory = (row: HistoryRow): HistoryEntry => ({
  at: row.at,
  fact: row.action === 'submitted' || row.action === 'sealed' ? row.action : factOf(row.action),
  version: row.version,
  actorName: row.actor_name,
  onBehalfOfName: row.on_behalf_of_name,
  comment: row.comment,
  refusalReason: row.refusal_reason,
});

/** The cases of the transaction's institution. */
export function casesIn(tx: Transaction, institutionId: string, options: CaseOptions): Cases {
  const { outbox, undoSeconds, onGiven } = options;
  return {
    async find(outcomeId, personId) {
      const [row] = await tx.query<FoundRow>(sql.FIND, [outcomeId, institutionId, personId]);
      return row === undefined ? null : toFound(row);
    },

    history: async (outcomeId) => (await tx.query<HistoryRow>(sql.HISTORY, [outcomeId, institutionId])).map(toHistory),

    queue: (certifier, filter, after, limit) => queryQueue(tx, certifier, filter, after, limit),
    queueCourses: (certifier) => queryQueueCourses(tx, certifier),

    async open(submission, status, present) {
      const s = submission;
      const values = [
        s.outcomeId,
        institutionId,
        s.version,
        status,
        s.courseId,
        s.studentId,
        s.studentName,
        s.subject,
        s.academicYear,
        s.termSystem,
        s.term,
        s.summary,
        JSON.stringify(s.files),
        s.submittedAt,
      ];
      const [row] =
        present === null
          ? await tx.query<AudienceRow>(sql.INSERT, values)
          : await tx.query<AudienceRow>(isWaiting(present.status) ? sql.REPLACE : sql.REOPEN, [
              ...values,
              present.revision,
            ]);
      if (row === undefined) return false;
      await outbox.add(tx, [caseOpened(submission, audienceOf(row))]);
      return true;
    },

    async give(outcomeId, verdict, certifier) {
      const [row] = await tx.query<FoundRow>(sql.GIVE, [
        outcomeId,
        institutionId,
        verdict.version,
        route(verdict.action).from,
        verdict.action,
        certifier.personId,
        certifier.name,
        verdict.comment,
        verdict.refusalReason,
        certifier.role === 'administrator',
        undoSeconds,
      ]);
      if (row === undefined) return null;
      const given = toFound(row);
      await outbox.add(tx, [caseTouched('decided', given.case, given, certifier)]);
      tx.afterCommit(onGiven);
      return given;
    },

    async undo(outcomeId, certifier) {
      const [row] = await tx.query<FoundRow>(sql.UNDO, [outcomeId, institutionId, certifier.personId]);
      if (row === undefined) return null;
      const undone = toFound(row);
      await outbox.add(tx, [caseTouched('undone', undone.case, undone, certifier)]);
      return undone;
    },

    async publishDue(limit) {
      const rows = await tx.query<CaseRow & AudienceRow>(sql.PUBLISH_DUE, [
        institutionId,
        NEXT_STATUS,
        ENDS_WAITING,
        limit,
      ]);
      await outbox.add(
        tx,
        rows.map((row) => resultTold(toCase(row), audienceOf(row))),
      );
      return rows.length;
    },

    async claim(found, certifier) {
      const claim = [found.case.outcomeId, certifier.personId, institutionId, certifier.name, CLAIM_SECONDS];
      const [row] = await tx.query<{ is_new: boolean }>(sql.CLAIM, claim);
      if (row?.is_new !== true) return;
      await Promise.all([
        outbox.add(tx, [caseTouched('claimed', found.case, found, certifier)]),
        tx.query(sql.FORGET_CLAIMS, [certifier.personId, institutionId]),
      ]);
    },

    async release(outcomeId, certifier) {
      const [row] = await tx.query<AudienceRow & { course_id: string; was_open: boolean }>(sql.RELEASE, [
        outcomeId,
        institutionId,
        certifier.personId,
      ]);
      if (row === undefined) return false;
      const about = { outcomeId, institutionId, courseId: row.course_id };
      if (row.was_open) await outbox.add(tx, [caseTouched('released', about, audienceOf(row), certifier)]);
      return true;
    },

    async lock(outcomeIds) {
      const rows = await tx.query<CaseRow & { verdict_pending: boolean }>(sql.LOCK, [outcomeIds, institutionId]);
      return rows.map((row) => ({
        outcomeId: row.outcome_id,
        version: row.version,
        status: row.status,
        sealedBatchId: row.sealed_batch_id,
        verdictPending: row.verdict_pending,
      }));
    },

    async seal(outcomeIds, batchId, sealedByName) {
      await tx.query(sql.SEAL, [outcomeIds, institutionId, route('seal').to, batchId, sealedByName]);
    },
  };
}

export function createCaseStore(database: Database, options: CaseOptions): CaseStore {
  return {
    transaction: (institutionId, work) =>
      database.transaction(institutionId, (tx) => work(casesIn(tx, institutionId, options))),
    institutionsDue: async () =>
      (await database.transaction(null, (tx) => tx.query<{ institution_id: string }>(sql.INSTITUTIONS_DUE))).map(
        (row) => row.institution_id,
      ),
  };
}
