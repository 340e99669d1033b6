import type { Database, Transaction } from '@licheng/database';
import type { Outbox } from '@licheng/messaging';
import type { CaseStore, Cases, FoundCase } from '../application/ports.ts';
import { isWaiting, route } from '../domain/case-status.ts';
import { type CaseRow, toCase } from './case-rows.ts';
import * as sql from './case-statements.ts';
import { caseOpened, resultTold } from './events.ts';
import { queryQueue } from './queue-query.ts';

interface FoundRow extends CaseRow {
  opens_at: Date | null;
  closes_at: Date | null;
  now: Date;
  teacher_ids: string[];
}

function toFound(row: FoundRow): FoundCase {
  const { opens_at: opensAt, closes_at: closesAt } = row;
  return {
    case: toCase(row),
    teacherIds: row.teacher_ids,
    window: opensAt === null || closesAt === null ? null : { opensAt, closesAt },
    now: row.now,
  };
}

/** The cases of the transaction's institution. */
export function casesIn(tx: Transaction, institutionId: string, outbox: Outbox): Cases {
  return {
    async find(outcomeId) {
      const [row] = await tx.query<FoundRow>(sql.FIND, [outcomeId, institutionId]);
      return row === undefined ? null : toFound(row);
    },

    queue: (certifier, statuses, after, limit) => queryQueue(tx, certifier, statuses, after, limit),

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
      const rows =
        present === null
          ? await tx.query<{ teacher_ids: string[] }>(sql.INSERT, values)
          : await tx.query<{ teacher_ids: string[] }>(isWaiting(present.status) ? sql.REPLACE : sql.REOPEN, [
              ...values,
              present.revision,
            ]);
      const [row] = rows;
      if (row === undefined) return false;
      await outbox.add(tx, [caseOpened(submission, row.teacher_ids)]);
      return true;
    },

    async decide(outcomeId, verdict, certifier) {
      const { from, to } = route(verdict.action);
      const [row] = await tx.query<FoundRow>(from.every(isWaiting) ? sql.DECIDE_WAITING : sql.DECIDE_AGAIN, [
        outcomeId,
        institutionId,
        verdict.version,
        from,
        to,
        verdict.action,
        certifier.personId,
        certifier.name,
        verdict.comment,
        certifier.role === 'administrator',
      ]);
      if (row === undefined) return null;
      const decided = toFound(row);
      await outbox.add(tx, [resultTold(decided.case, decided.teacherIds)]);
      return decided;
    },

    async lock(outcomeIds) {
      const rows = await tx.query<CaseRow>(sql.LOCK, [outcomeIds, institutionId]);
      return rows.map((row) => ({
        outcomeId: row.outcome_id,
        version: row.version,
        status: row.status,
        sealedBatchId: row.sealed_batch_id,
      }));
    },

    async seal(outcomeIds, batchId) {
      await tx.query(sql.SEAL, [outcomeIds, institutionId, route('seal').to, batchId]);
    },

    async assignTeachers({ courseId, teacherIds, version }) {
      await tx.query(sql.ASSIGN, [courseId, institutionId, teacherIds, version]);
    },

    async setWindow({ academicYear, opensAt, closesAt, version }) {
      await tx.query(sql.SET_WINDOW, [institutionId, academicYear, opensAt, closesAt, version]);
    },
  };
}

export function createCaseStore(database: Database, outbox: Outbox): CaseStore {
  return {
    transaction: (institutionId, work) =>
      database.transaction(institutionId, (tx) => work(casesIn(tx, institutionId, outbox))),
  };
}
