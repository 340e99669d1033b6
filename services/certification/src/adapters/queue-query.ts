import type { Transaction } from '@licheng/database';
import type { Position, Queue, QueueCourse, QueueFilter } from '../application/ports.ts';
import { isWaiting } from '../domain/case-status.ts';
import type { Certifier, CertifyWindow } from '../domain/certification-case.ts';
import { CASE_COLUMNS, type SeenRow, toSeen } from './case-rows.ts';
import { SEEN_COLUMNS, seenBy } from './case-statements.ts';

const COUNT_LIMIT = 10_000;

/** The values of every statement here, by name. */
const P = {
  institution: '$1::uuid',
  person: '$2::uuid',
  fromTime: '$3::timestamptz',
  fromId: '$4::uuid',
  course: '$5::uuid',
  pattern: '$6::text',
  minAgeDays: '$7::int',
} as const;

/** The courses a teacher answers for today, their own and those they deputise in. */
const OWN_COURSES = `SELECT t.course_id FROM course_teachers t
      WHERE t.teacher_id = ${P.person} AND t.institution_id = ${P.institution}
    UNION
    SELECT a.course_id FROM active_deputies a
      WHERE a.deputy_id = ${P.person} AND a.institution_id = ${P.institution}`;

type Role = Certifier['role'];

/** The courses whose waiting cases are counted. */
const COURSES: Record<Role, string> = {
  administrator: `courses k WHERE k.institution_id = ${P.institution}`,
  teacher: `own JOIN courses k USING (course_id) WHERE k.institution_id = ${P.institution}`,
};

/**
 * One row per range of an index that holds the cases wanted in order. The statuses are words of this service and stand in
 * the text: the server then knows how few they are and plans once.
 */
function rangesOf(role: Role, { statuses, courseId }: QueueFilter): string {
  const wanted = `(VALUES ${statuses.map((status) => `('${status}')`).join(', ')}) AS s(status)`;
  if (role === 'administrator') {
    return courseId === null ? wanted : `(SELECT ${P.course} AS course_id, s.status FROM ${wanted}) s`;
  }
  const inCourse = courseId === null ? '' : ` WHERE own.course_id = ${P.course}`;
  return `(SELECT own.course_id, s.status FROM own CROSS JOIN ${wanted}${inCourse}) s`;
}

function conditionsOf(role: Role, filter: QueueFilter): string {
  const conditions = [`c.institution_id = ${P.institution}`, 'c.status = s.status'];
  if (role === 'teacher' || filter.courseId !== null) conditions.push('c.course_id = s.course_id');
  if (filter.minAgeDays > 0) conditions.push(`c.submitted_at <= now() - ${P.minAgeDays} * interval '1 day'`);
  if (filter.search !== '') conditions.push(`c.search_text LIKE ${P.pattern}`);
  return conditions.join(' AND ');
}

/** Waiting cases without another filter are counted already: course by course, in the statements that change a case. */
function isKept({ statuses, search, minAgeDays }: QueueFilter): boolean {
  return statuses.every(isWaiting) && search === '' && minAgeDays === 0;
}

function matchingOf(role: Role, filter: QueueFilter, after: Position | null): string {
  if (after !== null) return '0';
  if (isKept(filter)) {
    const wanted = filter.courseId === null ? '' : ` AND k.course_id = ${P.course}`;
    return `(SELECT least(coalesce(sum(k.waiting_count), 0), ${COUNT_LIMIT}) FROM ${COURSES[role]}${wanted})::int`;
  }
  return `(SELECT count(*) FROM (SELECT 1 FROM ${rangesOf(role, filter)} CROSS JOIN LATERAL (
      SELECT 1 FROM cases c WHERE ${conditionsOf(role, filter)} LIMIT ${COUNT_LIMIT}) k LIMIT ${COUNT_LIMIT}) m)::int`;
}

/**
 * A page and what stands above it, in one round trip. Each range gives its own first keys in index order, and only the
 * keys that make the page are looked up whole: a page costs the same whether ten cases wait or ten thousand, and wherever
 * it begins. The limit stands in the text, because a plan made for an unknown number of rows would read the whole table.
 */
function pageStatement(role: Role, filter: QueueFilter, after: Position | null, limit: number): string {
  // Every value is named, whether the filter needs it or not: the server must know its type.
  return `WITH given AS (SELECT ${Object.values(P).join(', ')}), own AS MATERIALIZED (${OWN_COURSES}), page AS (
    SELECT k.submitted_at, k.outcome_id FROM ${rangesOf(role, filter)} CROSS JOIN LATERAL (
      SELECT c.submitted_at, c.outcome_id FROM cases c
       WHERE ${conditionsOf(role, filter)} AND (c.submitted_at, c.outcome_id) > (${P.fromTime}, ${P.fromId})
       ORDER BY c.submitted_at, c.outcome_id LIMIT ${limit}) k
    ORDER BY k.submitted_at, k.outcome_id LIMIT ${limit})
  SELECT q.*, ${CASE_COLUMNS}, ${SEEN_COLUMNS} FROM (
      SELECT clock_timestamp() AS now,
        (SELECT coalesce(sum(k.waiting_count), 0) FROM ${COURSES[role]})::int AS waiting_count,
        ${matchingOf(role, filter, after)} AS matching_count,
        (SELECT coalesce(jsonb_agg(jsonb_build_array(w.academic_year, w.opens_at, w.closes_at)), '[]')
           FROM certify_windows w WHERE w.institution_id = ${P.institution})::text AS windows) q
    LEFT JOIN (page JOIN cases c ON c.outcome_id = page.outcome_id ${seenBy(P.person)}) ON true
  ORDER BY page.submitted_at, page.outcome_id`;
}

const START = ['-infinity', '00000000-0000-0000-0000-000000000000'] as const;

/**
 * The ranges give their cases in order; left to itself the server would now and then rather read a whole course and sort it,
 * or for a search the whole table, of all institutions and years.
 */
const STAY_IN_RANGES = "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)";

/** What people type finds its full-width and capital forms too; signs with a meaning in patterns stand for themselves. */
function patternOf(search: string): string {
  return `%${search
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

interface Summary {
  now: Date;
  waiting_count: number;
  matching_count: number;
  windows: string;
}
/** Without a case when the page is empty. */
type QueueRow = Summary & (SeenRow | { outcome_id: null });

function parseWindows(json: string): Map<number, CertifyWindow> {
  const windows = JSON.parse(json) as [academicYear: number, opensAt: string, closesAt: string][];
  return new Map(
    windows.map(([year, opensAt, closesAt]) => [year, { opensAt: new Date(opensAt), closesAt: new Date(closesAt) }]),
  );
}

export async function queryQueue(
  tx: Transaction,
  certifier: Certifier,
  filter: QueueFilter,
  after: Position | null,
  limit: number,
): Promise<Queue> {
  if (!Number.isInteger(limit)) throw new RangeError('the limit stands in the statement');
  const { role, institutionId, personId } = certifier;
  const { courseId, search, minAgeDays } = filter;
  const from = after === null ? START : [after.submittedAt.toISOString(), after.outcomeId];
  const values = [institutionId, personId, ...from, courseId, patternOf(search), minAgeDays];
  const [, rows] = await Promise.all([
    tx.query(STAY_IN_RANGES),
    tx.query<QueueRow>(pageStatement(role, filter, after, limit), values),
  ]);
  const [first] = rows;
  if (first === undefined) throw new Error('the queue always has a head');
  return {
    cases: rows.flatMap((row) => (row.outcome_id === null ? [] : [toSeen(row)])),
    waitingCount: first.waiting_count,
    // Counted once, for the first page: the others must not cost more than it.
    matchingCount: after?.matchingCount ?? first.matching_count,
    windows: parseWindows(first.windows),
    now: first.now,
  };
}

interface CourseRow {
  course_id: string;
  subject: string;
  academic_year: number;
  term_system: string;
  term: string;
  waiting_count: number;
}

const coursesStatement = (
  role: Role,
) => `WITH own AS (${OWN_COURSES}) SELECT k.course_id, k.subject, k.academic_year, k.term_system, k.term,
    k.waiting_count FROM ${COURSES[role]}
  ORDER BY k.academic_year DESC, k.subject, k.term, k.course_id`;

export async function queryQueueCourses(
  tx: Transaction,
  { role, institutionId, personId }: Certifier,
): Promise<QueueCourse[]> {
  const rows = await tx.query<CourseRow>(coursesStatement(role), [institutionId, personId]);
  return rows.map((row) => ({
    courseId: row.course_id,
    subject: row.subject,
    academicYear: row.academic_year,
    termSystem: row.term_system,
    term: row.term,
    waitingCount: row.waiting_count,
  }));
}
