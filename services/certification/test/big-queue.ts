import { randomUUID } from 'node:crypto';
import type { Transaction } from '@licheng/database';
import type { Harness } from './harness.ts';

export const WAITING = 10_000;
const DECIDED = 20_000;
const COURSES = 100;

/** An institution with 10,000 waiting and 20,000 decided cases in 100 courses; one teacher teaches the first ten. */
export async function fillInstitution(
  house: Harness,
): Promise<{ institutionId: string; teacherId: string; courseId: string }> {
  const institutionId = randomUUID();
  const teacherId = randomUUID();
  const courseIds = Array.from({ length: COURSES }, () => randomUUID());
  await house.owner.transaction(null, async (tx) => {
    await tx.query(
      `INSERT INTO courses (course_id, institution_id, waiting_count, subject, academic_year, term_system, term)
       SELECT id, $2, ${WAITING / COURSES}, '英文(三)', 115, 'two_terms', '1' FROM unnest($1::uuid[]) AS c(id)`,
      [courseIds, institutionId],
    );
    await tx.query(
      `INSERT INTO course_teachers (course_id, teacher_id, institution_id)
       SELECT id, $2::uuid, $3::uuid FROM unnest($1::uuid[]) AS c(id)`,
      [courseIds.slice(0, COURSES / 10), teacherId, institutionId],
    );
    await tx.query(
      `INSERT INTO cases (outcome_id, institution_id, version, revision, status, course_id, student_id, student_name, subject,
         academic_year, term_system, term, summary, files, submitted_at, decided_action, decided_at)
       SELECT gen_random_uuid(), $2, 1, 1, CASE WHEN n <= ${WAITING} THEN 'under_certification' ELSE 'certified' END,
         ($1::uuid[])[1 + n % ${COURSES}], gen_random_uuid(), '學生' || n, '英文(三)', 115, 'two_terms', '1', '期末報告',
         '[]', timestamptz '2026-09-01' + n * interval '1 minute', CASE WHEN n > ${WAITING} THEN 'certify' END,
         CASE WHEN n > ${WAITING} THEN now() END
       FROM generate_series(1, ${WAITING + DECIDED}) AS n`,
      [courseIds, institutionId],
    );
    await tx.query('ANALYZE cases, courses, course_teachers');
  });
  return { institutionId, teacherId, courseId: courseIds[0] ?? '' };
}

interface PlanNode {
  'Relation Name'?: string;
  'Node Type': string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

const literal = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? `'${String(value).replaceAll("'", "''")}'` : 'NULL';

/** Explains a statement as it runs the first times, with its values known, and as it runs later, planned for any values. */
async function plansOf(tx: Transaction, text: string, values: readonly unknown[] = []): Promise<PlanNode[]> {
  await tx.query(`PREPARE explained AS ${text}`);
  const plans: PlanNode[] = [];
  for (const mode of ['force_custom_plan', 'force_generic_plan']) {
    await tx.query(`SET LOCAL plan_cache_mode = ${mode}`);
    const [row] = await tx.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE explained (${values.map(literal).join(', ')})`,
    );
    if (row !== undefined) plans.push(row['QUERY PLAN'][0].Plan);
  }
  await tx.query('DEALLOCATE explained');
  return plans;
}

/** How many rows of `cases` the statements of `work` read at most, and whether one read the table from end to end. */
export async function readOf(
  house: Harness,
  institutionId: string,
  work: (tx: Transaction) => Promise<unknown>,
): Promise<{ rows: number; wholeTable: boolean }> {
  const plans: PlanNode[] = [];
  await house.app.transaction(institutionId, (tx) => {
    const explained: Transaction = {
      ...tx,
      async query(text, values) {
        if (text.startsWith('WITH')) plans.push(...(await plansOf(tx, text, values)));
        return tx.query(text, values);
      },
    };
    return work(explained);
  });
  const onCases = plans.map((plan) => {
    const nodes = [plan];
    for (const node of nodes) nodes.push(...(node.Plans ?? []));
    return nodes.filter((node) => node['Relation Name'] === 'cases');
  });
  if (onCases.length === 0 || onCases.some((nodes) => nodes.length === 0)) throw new Error('no plan reads cases');
  const read = (node: PlanNode) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  return {
    rows: Math.max(...onCases.map((nodes) => nodes.reduce((sum, node) => sum + read(node), 0))),
    wholeTable: onCases.flat().some((node) => node['Node Type'] === 'Seq Scan'),
  };
}
