import type { Transaction } from '@licheng/database';
import { DEFAULT_SELECTION_LIMIT } from '@licheng/portfolio-rules';
import type { OutcomeFile, OutcomeVersion } from '../domain/outcome.ts';
import type { FirstVersion, OutcomeStore, SelectionState } from '../application/ports.ts';
import { type OutcomeRow, outcomeOf, type WindowJson, windowsFrom } from './rows.ts';
import { filesOf, OUTCOME_COLUMNS, OUTCOME_TABLES, windowsOf } from './sql-fragments.ts';

const FIND = `
  SELECT ${OUTCOME_COLUMNS}, ${windowsOf('o.institution_id', 'c.academic_year')} AS windows, clock_timestamp() AS now
    FROM ${OUTCOME_TABLES}
   WHERE o.institution_id = $1 AND o.id = $2 AND o.student_id = $3 AND o.deleted_at IS NULL`;

const LIST_OF_COURSE = `
  SELECT ${OUTCOME_COLUMNS} FROM ${OUTCOME_TABLES}
   WHERE o.institution_id = $1 AND o.course_id = $2 AND o.student_id = $3 AND o.deleted_at IS NULL
   ORDER BY o.created_at, o.id`;

const LIST_SELECTABLE = `
  SELECT ${OUTCOME_COLUMNS} FROM ${OUTCOME_TABLES}
   WHERE o.institution_id = $1 AND o.student_id = $2 AND c.academic_year = $3 AND o.status = 'certified'
     AND o.deleted_at IS NULL
   ORDER BY c.subject, o.created_at, o.id`;

const BEFORE_ADDING = `
  SELECT (SELECT json_build_object('windows', ${windowsOf('c.institution_id', 'c.academic_year')})
            FROM enrolments e JOIN courses c ON c.id = e.course_id
           WHERE e.institution_id = $1 AND e.course_id = $3 AND e.student_id = $4) AS place,
         (SELECT json_build_object('courseId', o.course_id, 'summary', v.summary, 'deleted', o.deleted_at IS NOT NULL,
                   'uploadIds', (SELECT json_agg(f.upload_id) FROM outcome_files f
                                  WHERE f.outcome_id = o.id AND f.version = 1))
            FROM outcomes o JOIN outcome_versions v ON v.outcome_id = o.id AND v.version = 1
           WHERE o.institution_id = $1 AND o.id = $2 AND o.student_id = $4) AS existing,
         clock_timestamp() AS now`;

const DELETED_AT = `
  SELECT deleted_at AS "deletedAt" FROM outcomes
   WHERE institution_id = $1 AND id = $2 AND student_id = $3 AND version = $4 AND deleted_at IS NOT NULL`;

const VERSIONS = `
  SELECT v.version, v.summary, v.created_at AS "createdAt", ${filesOf('v.outcome_id', 'v.version')} AS files
    FROM outcomes o JOIN outcome_versions v ON v.outcome_id = o.id
   WHERE o.institution_id = $1 AND o.id = $2 AND o.student_id = $3 AND o.deleted_at IS NULL
   ORDER BY v.version DESC`;

const FILES_OF = `
  SELECT ${filesOf('o.id', 'coalesce(nullif($4::integer, 0), o.version)')} AS files FROM outcomes o
   WHERE o.institution_id = $1 AND o.id = $2 AND o.student_id = $3 AND o.deleted_at IS NULL`;

const RECEIPT = 'SELECT jws FROM receipts WHERE institution_id = $1 AND id = $2 AND student_id = $3';

const SELECTION = `
  SELECT (SELECT count(*)::integer FROM outcomes o JOIN courses c ON c.id = o.course_id
           WHERE o.institution_id = $1 AND o.student_id = $2 AND c.academic_year = $3
             AND o.selected_at IS NOT NULL) AS "selectedCount",
         coalesce((SELECT selection_limit FROM selection_policies WHERE institution_id = $1),
                  ${DEFAULT_SELECTION_LIMIT}) AS "limit"`;

const ACADEMIC_YEARS = `
  SELECT DISTINCT c.academic_year AS year FROM enrolments e JOIN courses c ON c.id = e.course_id
   WHERE e.institution_id = $1 AND e.student_id = $2 ORDER BY 1 DESC`;

const WINDOWS = `SELECT ${windowsOf('$1', '$2')} AS windows, clock_timestamp() AS now`;

type Reads = Pick<
  OutcomeStore,
  | 'find'
  | 'listOfCourse'
  | 'listSelectable'
  | 'versions'
  | 'filesOf'
  | 'receipt'
  | 'beforeAdding'
  | 'deletedAt'
  | 'selection'
  | 'academicYears'
  | 'windows'
>;

export function outcomeReads(tx: Transaction, institutionId: string): Reads {
  return {
    async find(outcomeId, studentId) {
      const [row] = await tx.query<OutcomeRow & { windows: WindowJson[]; now: Date }>(FIND, [
        institutionId,
        outcomeId,
        studentId,
      ]);
      if (row === undefined) return null;
      const { windows, now, ...outcome } = row;
      return { outcome: outcomeOf(outcome), windows: windowsFrom(windows), now };
    },

    async listOfCourse(courseId, studentId) {
      const rows = await tx.query<OutcomeRow>(LIST_OF_COURSE, [institutionId, courseId, studentId]);
      return rows.map(outcomeOf);
    },

    async listSelectable(studentId, academicYear) {
      const rows = await tx.query<OutcomeRow>(LIST_SELECTABLE, [institutionId, studentId, academicYear]);
      return rows.map(outcomeOf);
    },

    async beforeAdding({ outcomeId, courseId, studentId }) {
      const [row] = await tx.query<{
        place: { windows: WindowJson[] } | null;
        existing: FirstVersion | null;
        now: Date;
      }>(BEFORE_ADDING, [institutionId, outcomeId, courseId, studentId]);
      if (row === undefined) throw new Error('a query without FROM gave no row');
      const { place, existing, now } = row;
      return { place: place === null ? null : { windows: windowsFrom(place.windows), now }, existing };
    },

    async deletedAt(outcomeId, studentId, version) {
      const values = [institutionId, outcomeId, studentId, version];
      const [row] = await tx.query<{ deletedAt: Date }>(DELETED_AT, values);
      return row?.deletedAt ?? null;
    },

    versions: (outcomeId, studentId) => tx.query<OutcomeVersion>(VERSIONS, [institutionId, outcomeId, studentId]),

    async filesOf(outcomeId, studentId, version) {
      const values = [institutionId, outcomeId, studentId, version];
      const [row] = await tx.query<{ files: OutcomeFile[] }>(FILES_OF, values);
      return row?.files ?? [];
    },

    async receipt(receiptId, studentId) {
      const [row] = await tx.query<{ jws: string }>(RECEIPT, [institutionId, receiptId, studentId]);
      return row?.jws ?? null;
    },

    async selection(studentId, academicYear) {
      const [row] = await tx.query<SelectionState>(SELECTION, [institutionId, studentId, academicYear]);
      if (row === undefined) throw new Error('a query without FROM gave no row');
      return row;
    },

    async academicYears(studentId) {
      const rows = await tx.query<{ year: number }>(ACADEMIC_YEARS, [institutionId, studentId]);
      return rows.map(({ year }) => year);
    },

    async windows(academicYear) {
      const [row] = await tx.query<{ windows: WindowJson[]; now: Date }>(WINDOWS, [institutionId, academicYear]);
      if (row === undefined) throw new Error('a query without FROM gave no row');
      return { windows: windowsFrom(row.windows), now: row.now };
    },
  };
}
