import type { Transaction } from '@licheng/database';
import type { Position, Queue } from '../application/ports.ts';
import type { CaseStatus } from '../domain/case-status.ts';
import type { Certifier, CertifyWindow } from '../domain/certification-case.ts';
import { CASE_COLUMNS, type CaseRow, toCase } from './case-rows.ts';

/** Which cases a certifier answers for: `$1` is the institution, `$2` the statuses, `$5` the teacher. */
interface Scope {
  /** One row per range of an index that holds such cases in order. */
  ranges: string;
  inRange: string;
  /** The courses whose waiting cases are counted. */
  courses: string;
}

const INSTITUTION: Scope = {
  ranges: 'unnest($2::text[]) AS s(status)',
  inRange: 'c.institution_id = $1::uuid',
  courses: 'courses k WHERE k.institution_id = $1::uuid',
};

const TEACHER: Scope = {
  ranges: `(SELECT t.course_id, s.status FROM course_teachers t CROSS JOIN unnest($2::text[]) AS s(status)
      WHERE t.teacher_id = $5::uuid AND t.institution_id = $1::uuid) s`,
  inRange: 'c.course_id = s.course_id AND c.institution_id = $1::uuid',
  courses: `course_teachers t JOIN courses k ON k.course_id = t.course_id
      WHERE t.teacher_id = $5::uuid AND t.institution_id = $1::uuid`,
};

/**
 * A page and what stands above it, in one round trip. Each range gives its own first keys in index order, and only the
 * keys that make the page are looked up whole: a page costs the same whether ten cases wait or ten thousand. The limit
 * stands in the text, because a plan made for an unknown number of rows would read the whole table.
 */
const statement = ({ ranges, inRange, courses }: Scope, limit: number) => `WITH page AS (
    SELECT k.submitted_at, k.outcome_id FROM ${ranges} CROSS JOIN LATERAL (
      SELECT c.submitted_at, c.outcome_id FROM cases c
       WHERE ${inRange} AND c.status = s.status AND (c.submitted_at, c.outcome_id) > ($3::timestamptz, $4::uuid)
       ORDER BY c.submitted_at, c.outcome_id LIMIT ${limit}) k
    ORDER BY k.submitted_at, k.outcome_id LIMIT ${limit})
  SELECT q.*, ${CASE_COLUMNS} FROM (
      SELECT clock_timestamp() AS now, (SELECT coalesce(sum(k.waiting_count), 0) FROM ${courses})::int AS waiting_count,
        (SELECT coalesce(jsonb_agg(jsonb_build_array(w.academic_year, w.opens_at, w.closes_at)), '[]')
           FROM certify_windows w WHERE w.institution_id = $1::uuid)::text AS windows) q
    LEFT JOIN (page JOIN cases c ON c.outcome_id = page.outcome_id) ON true
  ORDER BY page.submitted_at, page.outcome_id`;

const START = ['-infinity', '00000000-0000-0000-0000-000000000000'] as const;

interface Summary {
  now: Date;
  waiting_count: number;
  windows: string;
}
/** Without a case when the page is empty. */
type QueueRow = Summary & (CaseRow | { outcome_id: null });

function parseWindows(json: string): Map<number, CertifyWindow> {
  const windows = JSON.parse(json) as [academicYear: number, opensAt: string, closesAt: string][];
  return new Map(
    windows.map(([year, opensAt, closesAt]) => [year, { opensAt: new Date(opensAt), closesAt: new Date(closesAt) }]),
  );
}

export async function queryQueue(
  tx: Transaction,
  { role, institutionId, personId }: Certifier,
  statuses: readonly CaseStatus[],
  after: Position | null,
  limit: number,
): Promise<Queue> {
  if (!Number.isInteger(limit)) throw new RangeError('the limit stands in the statement');
  const from = after === null ? START : [after.submittedAt.toISOString(), after.outcomeId];
  const values = [institutionId, statuses, ...from];
  const rows =
    role === 'administrator'
      ? await tx.query<QueueRow>(statement(INSTITUTION, limit), values)
      : await tx.query<QueueRow>(statement(TEACHER, limit), [...values, personId]);
  const [first] = rows;
  if (first === undefined) throw new Error('the queue always has a head');
  return {
    cases: rows.flatMap((row) => (row.outcome_id === null ? [] : [toCase(row)])),
    waitingCount: first.waiting_count,
    windows: parseWindows(first.windows),
    now: first.now,
  };
}
