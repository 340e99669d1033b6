import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CourseRecord, startCourseRecord, YEAR } from './support/service.ts';

const TABLES = [
  'courses',
  'enrolments',
  'outcomes',
  'outcome_versions',
  'outcome_files',
  'outcome_history',
  'file_checks',
  'calendar_windows',
  'selection_policies',
  'hand_in_batches',
  'hand_in_items',
  'receipts',
];

let record: CourseRecord;
let app: pg.Client;
beforeAll(async () => {
  record = await startCourseRecord();
  app = new pg.Client({ connectionString: record.database.appUrl });
  await app.connect();
});
afterAll(async () => {
  await app?.end();
  await record?.stop();
});

/** One institution with at least one row in every table. */
async function furnished() {
  const place = await record.institution();
  const { student, courseId, administrator, institutionId } = place;
  const { outcome, uploads } = await record.add(student, courseId);
  for (const { id } of uploads) await record.passCheck(student, id);
  const { receiptId } = await record.addSubmitted(student, courseId);
  await record.seedCertified(student, courseId, 1, true);
  await record.owner.query('INSERT INTO selection_policies VALUES ($1, 6)', [institutionId]);
  await record.call(administrator, 'handIn', { batchId: crypto.randomUUID(), academicYear: YEAR });
  return { ...place, outcome, receiptId };
}

test('every table that names an institution is behind row-level security', async () => {
  const { rows } = await record.owner.query(
    `SELECT c.relname AS name, c.relrowsecurity AS secured FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'institution_id' WHERE c.relkind = 'r' ORDER BY 1`,
  );
  expect(rows).toEqual([...TABLES].sort().map((name) => ({ name, secured: true })));
});

test('a query without any filter sees only the institution of its transaction, and nothing without one', async () => {
  const [first, second] = [await furnished(), await furnished()];
  for (const table of TABLES) {
    const seen = async () =>
      (await app.query<{ institution_id: string }>(`SELECT DISTINCT institution_id FROM ${table}`)).rows.map(
        (row) => row.institution_id,
      );
    for (const { institutionId } of [first, second]) {
      await app.query(`BEGIN; SET LOCAL licheng.institution_id = '${institutionId}'`);
      expect([table, await seen()]).toEqual([table, [institutionId]]);
      await app.query('COMMIT');
    }
    expect([table, await seen()]).toEqual([table, []]);
  }
});

test('a row cannot be written for another institution', async () => {
  const [first, second] = [await record.institution(), await record.institution()];
  await app.query(`BEGIN; SET LOCAL licheng.institution_id = '${first.institutionId}'`);
  await expect(app.query(`INSERT INTO selection_policies VALUES ($1, 99)`, [second.institutionId])).rejects.toThrow(
    /row-level security/,
  );
  await app.query('ROLLBACK');
});

test('versions, files, history and receipts can be neither changed nor removed by the service', async () => {
  const { institutionId } = await furnished();
  await app.query(`BEGIN; SET LOCAL licheng.institution_id = '${institutionId}'`);
  for (const table of ['outcome_versions', 'outcome_files', 'outcome_history', 'receipts']) {
    expect((await app.query(`UPDATE ${table} SET version = 9`)).rowCount).toBe(0);
    expect((await app.query(`DELETE FROM ${table}`)).rowCount).toBe(0);
  }
  expect((await app.query(`UPDATE receipt_keys SET x = ''`)).rowCount).toBe(0);
  expect((await app.query('DELETE FROM receipt_keys')).rowCount).toBe(0);
  await app.query('COMMIT');
});

test("another student's and another institution's outcome is not found, for every call", async () => {
  const { student, courseId, institutionId, administrator, outcome, receiptId } = await furnished();
  const classmate = await record.person('student', institutionId, '學生6');
  await record.enrol(administrator, courseId, classmate);
  const outsider = (await record.institution()).student;
  const documentUploadId = outcome.files[0]?.uploadId ?? '';
  const target = { outcomeId: outcome.id, expectedVersion: 1 };
  for (const stranger of [classmate, outsider]) {
    const calls = [
      () => record.call(stranger, 'getOutcome', { outcomeId: outcome.id }),
      () => record.call(stranger, 'editOutcome', { ...target, summary: '', documentUploadId, mediaUploadId: '' }),
      () => record.call(stranger, 'deleteOutcome', target),
      () => record.call(stranger, 'submitOutcome', target),
      () => record.call(stranger, 'selectOutcome', { outcomeId: outcome.id }),
      () => record.call(stranger, 'unselectOutcome', { outcomeId: outcome.id }),
      () =>
        record.call(stranger, 'createFileLink', {
          outcomeId: outcome.id,
          slot: 'document',
          variant: 'file',
          version: 0,
        }),
      () => record.call(stranger, 'createPreviewLinks', { outcomeId: outcome.id, slot: 'document', version: 1 }),
      () => record.call(stranger, 'listVersions', { outcomeId: outcome.id }),
      () => record.call(stranger, 'restoreOutcome', { outcomeId: outcome.id }),
      () => record.call(stranger, 'getReceipt', { receiptId }),
    ];
    for (const call of calls) expect(await record.refusalCode(call())).toBe('not_found');
  }
  expect((await record.call(classmate, 'listOutcomes', { courseId })).outcomes).toEqual([]);
  expect(await record.refusalCode(record.call(outsider, 'listOutcomes', { courseId }))).toBe('not_found');
  expect((await record.call(outsider, 'listHandIns', {})).batches).toEqual([]);
  expect(await record.get(student, outcome.id)).toMatchObject({ status: 'awaiting_submission', version: 1 });
  expect(await record.refusalCode(record.call(student, 'getOutcome', { outcomeId: 'no-id' }))).toBe('not_found');
});

test('only students have outcomes: staff and callers without a token are refused', async () => {
  const { administrator, institutionId, courseId } = await record.institution();
  const teacher = await record.person('teacher', institutionId, '王老師');
  for (const who of [administrator, teacher]) {
    expect(await record.refusalCode(record.call(who, 'listCourses', {}))).toBe('forbidden');
    expect(await record.refusalCode(record.call(who, 'listOutcomes', { courseId }))).toBe('forbidden');
  }
  const nobody = { ...teacher, token: 'forged' };
  expect(await record.refusalCode(record.call(nobody, 'listCourses', {}))).toBe('authentication_required');
});

test("another institution's hand-in cannot be continued or seen", async () => {
  const [first, second] = [await furnished(), await record.institution()];
  const { batches } = await record.call(first.administrator, 'listHandIns', {});
  const batchId = batches[0]?.id ?? '';
  await record.seedCertified(second.student, second.courseId, 1, true);
  const stolen = record.call(second.administrator, 'handIn', { batchId, academicYear: YEAR });
  expect(await record.refusalCode(stolen)).toBe('idempotency_key_reused');
  expect((await record.call(second.administrator, 'listHandIns', {})).batches).toEqual([]);
});
