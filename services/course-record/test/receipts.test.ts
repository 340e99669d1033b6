import { createHash, generateKeyPairSync } from 'node:crypto';
import { compactVerify, createLocalJWKSet } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CourseRecord, known, newReceiptKey, type Person, startCourseRecord, YEAR } from './support/service.ts';

let record: CourseRecord;
beforeAll(async () => {
  record = await startCourseRecord();
});
afterAll(() => record?.stop());

const receipt = async (student: Person, receiptId: string) =>
  (await record.call(student, 'getReceipt', { receiptId })).jws;

async function verified(jws: string) {
  const { payload, protectedHeader } = await compactVerify(jws, createLocalJWKSet(await record.receiptKeys()));
  return { content: JSON.parse(new TextDecoder().decode(payload)) as unknown, protectedHeader };
}

const receiptsOf = async (outcomeId: string) =>
  (await record.owner.query<{ id: string }>('SELECT id FROM receipts WHERE outcome_id = $1', [outcomeId])).rows;

test('a submission has a receipt that says exactly what was submitted, signed with a published key', async () => {
  const { student, courseId, institutionId } = await record.institution();
  const summary = '第一行\n📚';
  const { outcome, uploads } = await record.add(student, courseId, { slots: ['document', 'media'], summary });
  for (const { id } of uploads) await record.passCheck(student, id);
  expect(outcome.receiptId).toBe('');
  const submitted = await record.submit(student, outcome);
  const { content, protectedHeader } = await verified(await receipt(student, submitted.receiptId));
  expect(content).toEqual({
    receiptId: submitted.receiptId,
    institutionId,
    institutionName: '測試實驗教育機構',
    studentId: student.personId,
    studentName: '學生5',
    courseId,
    subject: '英文(三)',
    academicYear: YEAR,
    outcomeId: outcome.id,
    version: 1,
    summarySha256: createHash('sha256').update(summary, 'utf8').digest('hex'),
    files: uploads.map(({ slot, fileName, sizeBytes, sha256 }) => ({ slot, fileName, sizeBytes, sha256 })),
    submittedAt: known(submitted.submittedAt).toISOString(),
  });
  const { keys } = await record.receiptKeys();
  expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: keys[0]?.kid });
  expect(keys).toEqual([
    { kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: expect.any(String), use: 'sig', alg: 'EdDSA' },
  ]);
  expect(submitted.history.map(({ fact, receiptId }) => [fact, receiptId])).toEqual([
    ['added', ''],
    ['submitted', submitted.receiptId],
  ]);
});

test('a submission sent again, one after another or all at once, has one receipt', async () => {
  const { student, courseId } = await record.institution();
  for (let round = 0; round < 5; round += 1) {
    const outcome = await record.addPassed(student, courseId);
    const answers = await Promise.all([1, 2, 3, 4].map(() => record.submit(student, outcome)));
    answers.push(await record.submit(student, outcome));
    const [stored, ...more] = await receiptsOf(outcome.id);
    expect(more).toEqual([]);
    expect(answers.map(({ receiptId }) => receiptId)).toEqual(Array(5).fill(known(stored).id));
  }
});

test('the same version sent again after a refusal has a receipt of its own; the first stays readable', async () => {
  const { student, courseId } = await record.institution();
  const first = await record.addSubmitted(student, courseId);
  const again = await record.submit(student, await record.decide(student, first, 'refused'));
  expect([again.version, again.receiptId === first.receiptId]).toEqual([1, false]);
  const submissions = again.history.filter(({ fact }) => fact === 'submitted');
  expect(submissions.map(({ receiptId }) => receiptId)).toEqual([first.receiptId, again.receiptId]);
  for (const { receiptId, submittedAt } of [first, again]) {
    const { content } = await verified(await receipt(student, receiptId));
    expect(content).toMatchObject({ receiptId, submittedAt: known(submittedAt).toISOString() });
  }
});

test('a receipt stays its student’s when the outcome is edited and deleted', async () => {
  const { student, courseId } = await record.institution();
  const first = await record.addSubmitted(student, courseId);
  const jws = await receipt(student, first.receiptId);
  await record.decide(student, first, 'refused');
  const documentUploadId = first.files[0]?.uploadId ?? '';
  const edit = { outcomeId: first.id, expectedVersion: 1, summary: '二版', documentUploadId, mediaUploadId: '' };
  expect((await record.call(student, 'editOutcome', edit)).outcome?.receiptId).toBe(first.receiptId);
  await record.call(student, 'deleteOutcome', { outcomeId: first.id, expectedVersion: 2 });
  expect(await receipt(student, first.receiptId)).toBe(jws);
});

test('no submission without its receipt, no receipt without its submission: what fails takes both back', async () => {
  const { student, courseId } = await record.institution();
  const outcome = await record.addPassed(student, courseId);
  for (const [table, rule] of [
    ['outbox_events', `subject <> '${outcome.id}'`],
    ['receipts', `outcome_id <> '${outcome.id}'`],
  ] as const) {
    await record.owner.query(`ALTER TABLE ${table} ADD CONSTRAINT fault CHECK (${rule}) NOT VALID`);
    expect(await record.refusalCode(record.submit(student, outcome))).toBe('internal');
    await record.owner.query(`ALTER TABLE ${table} DROP CONSTRAINT fault`);
    expect(await receiptsOf(outcome.id)).toEqual([]);
    expect(await record.get(student, outcome.id)).toMatchObject({ status: 'awaiting_submission', receiptId: '' });
  }
  expect((await record.submit(student, outcome)).receiptId).not.toBe('');
});

test('with a new key earlier receipts stay verifiable: every key ever used is published', async () => {
  const { student, courseId } = await record.institution();
  const before = await record.addSubmitted(student, courseId);
  const second = await record.boot(newReceiptKey());
  const secondClient = record.clientOf(second);
  try {
    const outcome = await record.addPassed(student, courseId);
    const request = { outcomeId: outcome.id, expectedVersion: 1 };
    const answer = await secondClient.call('submitOutcome', request, { token: student.token, timeoutMs: 20_000 });
    const after = known(answer.outcome);
    const kids = [];
    for (const { receiptId } of [before, after]) {
      kids.push((await verified(await receipt(student, receiptId))).protectedHeader.kid);
    }
    expect(kids[0]).not.toBe(kids[1]);
    expect((await record.receiptKeys()).keys.map(({ kid }) => kid)).toEqual(kids);
  } finally {
    secondClient.close();
    for (const part of second.parts.toReversed()) await part.stop();
  }
});

test('the key set is for the gateway; a receipt id that is none is not found', async () => {
  const { student, administrator } = await record.institution();
  for (const who of [student, administrator]) {
    expect(await record.refusalCode(record.call(who, 'listReceiptKeys', {}))).toBe('forbidden');
  }
  for (const receiptId of ['no-id', '', crypto.randomUUID()]) {
    expect(await record.refusalCode(record.call(student, 'getReceipt', { receiptId }))).toBe('not_found');
  }
});

test('the service does not start with a key that is no Ed25519 key', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const wrong = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  await expect(record.boot(wrong)).rejects.toThrow('RECEIPT_SIGNING_KEY is no Ed25519 key');
});
