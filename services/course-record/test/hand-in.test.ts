import { randomUUID } from 'node:crypto';
import type { HandInBatch } from '@licheng/contracts/course-record';
import type { OutgoingEvent } from '@licheng/messaging';
import { LichengError } from '@licheng/portfolio-rules';
import { waitUntil } from '@licheng/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CourseRecord, known, type Person, startCourseRecord, YEAR } from './support/service.ts';

let record: CourseRecord;
beforeAll(async () => {
  record = await startCourseRecord();
});
afterAll(() => record?.stop());
afterEach(() => {
  record.certification.behave = () => [];
});

const handIn = async (
  administrator: Person,
  batchId: string = randomUUID(),
  academicYear = YEAR,
): Promise<HandInBatch> => known((await record.call(administrator, 'handIn', { batchId, academicYear })).batch);

const sentFor = async (batchId: string) =>
  (await record.eventsOf('hand-in.submitted.v1')).filter((event) => event.data.batchId === batchId);

function answerTo(batch: HandInBatch, institutionId: string, index: number, rejection = ''): OutgoingEvent {
  const itemId = known(batch.items[index]).id;
  const result = rejection === '' ? 'received' : 'rejected';
  const data = { itemId, batchId: batch.id, institutionId, result, rejection, acknowledgedAt: new Date() };
  return { type: 'central.acknowledged.v1', subject: itemId, data };
}

const batchIn = async (who: Person, batchId: string) =>
  (await record.call(who, 'listHandIns', {})).batches.find((batch) => batch.id === batchId);

test('selected, certified outcomes are sealed, handed in and told to the central database item by item', async () => {
  const { administrator, student, courseId, institutionId } = await record.institution();
  const chosen = await record.seedCertified(student, courseId, 2, true);
  const [unchosen = ''] = await record.seedCertified(student, courseId, 1);
  const batch = await handIn(administrator);
  expect(batch).toMatchObject({ number: 1, academicYear: YEAR, status: 'submitted' });
  const expectedItem = { status: 'sent', version: 1, studentName: '學生5', subject: '英文(三)' };
  expect(batch.items).toMatchObject([expectedItem, expectedItem]);
  const events = await sentFor(batch.id);
  expect(events.map((event) => event.data.outcomeId).sort()).toEqual([...chosen].sort());
  for (const item of batch.items) {
    const event = events.find((candidate) => candidate.subject === item.id);
    expect(event?.data).toMatchObject({
      itemId: item.id,
      batchNumber: 1,
      institutionId,
      studentId: student.personId,
      courseId,
      subject: '英文(三)',
      academicYear: YEAR,
      outcomeId: item.outcomeId,
      version: 1,
    });
    expect(event?.data.files.map((file) => file.sha256)).toEqual(item.files.map((file) => file.sha256));
    const outcome = await record.get(student, item.outcomeId);
    expect(outcome.handedInAt).toBeInstanceOf(Date);
    expect(outcome.allowedActions).toEqual([]);
    expect(outcome.history.map((entry) => [entry.fact, entry.actorName])).toEqual([['handed_in', '管理者']]);
    expect(await record.refusalCode(record.call(student, 'unselectOutcome', { outcomeId: item.outcomeId }))).toBe(
      'transition_not_allowed',
    );
    expect(await record.changesOf(item.outcomeId)).toEqual(['handed_in']);
  }
  expect((await record.get(student, unchosen)).handedInAt).toBeUndefined();
});

test('the same batch id again returns the first batch and tells nothing twice', async () => {
  const { administrator, student, courseId } = await record.institution();
  await record.seedCertified(student, courseId, 2, true);
  const first = await handIn(administrator);
  await record.seedCertified(student, courseId, 1, true);
  expect(await handIn(administrator, first.id)).toEqual(first);
  expect(await sentFor(first.id)).toHaveLength(2);
  expect(await record.refusalCode(handIn(administrator, first.id, YEAR - 1))).toBe('idempotency_key_reused');
});

test('nothing to hand in is said, and leaves no batch', async () => {
  const { administrator, student, courseId } = await record.institution();
  await record.seedCertified(student, courseId, 1);
  expect(await record.refusalCode(handIn(administrator))).toBe('nothing_to_hand_in');
  expect((await record.call(administrator, 'listHandIns', {})).batches).toEqual([]);
});

test('outside the hand-in window nothing is handed in', async () => {
  const { administrator, student, courseId, institutionId } = await record.institution();
  await record.seedCertified(student, courseId, 1, true);
  await record.setWindow(institutionId, 'hand_in', -2_000, -1_000);
  const refusal = await record.refusal(handIn(administrator));
  expect([refusal.code, refusal.details['operation']]).toEqual(['window_closed', 'hand_in']);
});

test('only the administrator hands in and previews', async () => {
  const { student, institutionId } = await record.institution();
  const teacher = await record.person('teacher', institutionId, '王老師');
  for (const who of [student, teacher]) {
    expect(await record.refusalCode(handIn(who))).toBe('forbidden');
    expect(await record.refusalCode(record.call(who, 'previewHandIn', { academicYear: YEAR }))).toBe('forbidden');
  }
  expect(await record.refusalCode(record.call(teacher, 'listHandIns', {}))).toBe('forbidden');
});

test('the preview counts what would go, what has gone and what was not chosen', async () => {
  const { administrator, student, courseId, institutionId } = await record.institution();
  const second = await record.person('student', institutionId, '學生6');
  await record.enrol(administrator, courseId, second);
  await record.seedCertified(student, courseId, 1, true);
  await handIn(administrator);
  await record.seedCertified(student, courseId, 2, true);
  await record.seedCertified(second, courseId, 1, true);
  await record.seedCertified(second, courseId, 3);
  const preview = await record.call(administrator, 'previewHandIn', { academicYear: YEAR });
  expect(preview).toMatchObject({
    readyCount: 3,
    studentCount: 2,
    alreadyHandedInCount: 1,
    certifiedNotSelectedCount: 3,
    academicYears: [YEAR],
  });
  expect(preview.windows.find((window) => window.operation === 'hand_in')?.open).toBe(true);
  expect(await record.call(administrator, 'previewHandIn', { academicYear: 0 })).toEqual(preview);
});

test('what certification does not seal is not sent; the batch keeps it with the reason', async () => {
  const { administrator, student, courseId } = await record.institution();
  const [revoked = '', kept = ''] = await record.seedCertified(student, courseId, 2, true);
  record.certification.behave = ({ versions }) => versions.filter(({ outcomeId }) => outcomeId === revoked);
  const batch = await handIn(administrator);
  const items = batch.items.map((item) => [item.outcomeId, item.status, item.rejection]);
  expect(items).toHaveLength(2);
  expect(items).toEqual(
    expect.arrayContaining([
      [kept, 'sent', ''],
      [revoked, 'rejected', 'no_longer_certified'],
    ]),
  );
  expect((await sentFor(batch.id)).map((event) => event.data.outcomeId)).toEqual([kept]);
  const left = await record.get(student, revoked);
  expect([left.handedInAt, left.selected]).toEqual([undefined, true]);
});

test('a revocation heard while its hand-in is being sealed takes the outcome out of it', async () => {
  const { administrator, student, courseId } = await record.institution();
  const [outcomeId = ''] = await record.seedCertified(student, courseId, 1, true);
  const outcome = await record.get(student, outcomeId);
  record.certification.behave = async ({ versions }) => {
    await record.decide(student, outcome, 'revoked', new Date(Date.now() + 1));
    return versions;
  };
  const batch = await handIn(administrator);
  expect(batch.status).toBe('acknowledged');
  expect(batch.items).toMatchObject([{ status: 'rejected', rejection: 'no_longer_certified' }]);
  expect(await record.get(student, outcomeId)).toMatchObject({ status: 'refused', selected: false });
  expect(await sentFor(batch.id)).toEqual([]);
});

test('a choice cannot be taken back while it is being sealed', async () => {
  const { administrator, student, courseId } = await record.institution();
  const [outcomeId = ''] = await record.seedCertified(student, courseId, 1, true);
  const codes: string[] = [];
  record.certification.behave = async () => {
    codes.push(await record.refusalCode(record.call(student, 'unselectOutcome', { outcomeId })));
    return [];
  };
  expect((await handIn(administrator)).items).toMatchObject([{ status: 'sent' }]);
  expect(codes).toEqual(['transition_not_allowed']);
});

test('a choice taken back at the moment a hand-in takes it finds it taken', async () => {
  const { administrator, student, courseId, institutionId } = await record.institution();
  const [outcomeId = ''] = await record.seedCertified(student, courseId, 1, true);
  const answer = await record.overtake(
    { text: 'SELECT 1 FROM outcomes WHERE id = $1 FOR UPDATE', values: [outcomeId] },
    () => record.call(student, 'unselectOutcome', { outcomeId }),
    async (holder) => {
      const batchId = randomUUID();
      await holder.query(`INSERT INTO hand_in_batches VALUES ($1, $2, 1, $3, 'sealing', $4, '', now())`, [
        batchId,
        institutionId,
        YEAR,
        administrator.personId,
      ]);
      await holder.query('UPDATE outcomes SET hand_in_batch_id = $2 WHERE id = $1', [outcomeId, batchId]);
    },
  );
  expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'transition_not_allowed' } });
  expect((await record.get(student, outcomeId)).selected).toBe(true);
});

test('choices taken back during a hand-in are either in the batch or not chosen, never both', async () => {
  const { administrator, student, courseId } = await record.institution();
  for (let round = 0; round < 5; round += 1) {
    const ids = await record.seedCertified(student, courseId, 6, true);
    const [batch, ...codes] = await Promise.all([
      handIn(administrator),
      ...ids.slice(1).map((outcomeId) =>
        record.call(student, 'unselectOutcome', { outcomeId }).then(
          () => 'taken back',
          (error: LichengError) => error.code,
        ),
      ),
    ]);
    for (const [index, id] of ids.entries()) {
      const { selected, handedInAt } = await record.get(student, id);
      const isIn = batch.items.some((item) => item.outcomeId === id);
      expect([selected, handedInAt !== undefined]).toEqual([isIn, isIn]);
      if (index > 0) expect(codes[index - 1]).toBe(isIn ? 'transition_not_allowed' : 'taken back');
    }
  }
});

test('a hand-in cut off after its batch was made continues with the same id, even when the window has closed', async () => {
  const { administrator, student, courseId, institutionId } = await record.institution();
  await record.seedCertified(student, courseId, 2, true);
  const batchId = randomUUID();
  record.certification.behave = () => {
    throw new Error('certification fell over');
  };
  expect(await record.refusalCode(handIn(administrator, batchId))).toBe('internal');
  expect(await batchIn(administrator, batchId)).toMatchObject({ status: 'sealing', items: [] });
  expect(await sentFor(batchId)).toEqual([]);
  record.certification.behave = () => [];
  await record.setWindow(institutionId, 'hand_in', -2_000, -1_000);
  expect(await handIn(administrator, batchId)).toMatchObject({ status: 'submitted', number: 1 });
  expect(await sentFor(batchId)).toHaveLength(2);
});

test('certification being away for a moment does not matter; being away for long is said and can be repeated', async () => {
  const { administrator, student, courseId } = await record.institution();
  await record.seedCertified(student, courseId, 1, true);
  const batchId = randomUUID();
  let failures = 2;
  record.certification.behave = () => {
    if (failures > 0) {
      failures -= 1;
      throw new LichengError('service_unavailable');
    }
    return [];
  };
  expect((await handIn(administrator, batchId)).status).toBe('submitted');

  await record.seedCertified(student, courseId, 1, true);
  const second = randomUUID();
  failures = 1_000;
  expect(await record.refusalCode(handIn(administrator, second))).toBe('service_unavailable');
  failures = 0;
  expect(await handIn(administrator, second)).toMatchObject({ status: 'submitted', number: 2 });
});

test('a batch left behind is finished first when another one is started', async () => {
  const { administrator, student, courseId } = await record.institution();
  const [old] = await record.seedCertified(student, courseId, 1, true);
  const left = randomUUID();
  record.certification.behave = () => {
    throw new Error('certification fell over');
  };
  await record.refusalCode(handIn(administrator, left));
  record.certification.behave = () => [];
  const [fresh] = await record.seedCertified(student, courseId, 1, true);
  const next = await handIn(administrator);
  expect(next.items.map((item) => item.outcomeId)).toEqual([fresh]);
  expect(next.number).toBe(2);
  const finished = await batchIn(administrator, left);
  expect([finished?.status, finished?.items.map((item) => item.outcomeId)]).toEqual(['submitted', [old]]);
});

test('an answer of certification that leaves a version out neither sends nor drops it', async () => {
  const { administrator, student, courseId } = await record.institution();
  await record.seedCertified(student, courseId, 1, true);
  const batchId = randomUUID();
  record.certification.behave = ({ versions }) => {
    versions.length = 0;
    return [];
  };
  expect(await record.refusalCode(handIn(administrator, batchId))).toBe('internal');
  expect((await batchIn(administrator, batchId))?.status).toBe('sealing');
});

test('hand-ins at once never hold the same outcome twice, and number their batches one after the other', async () => {
  const { administrator, student, courseId } = await record.institution();
  const ids = await record.seedCertified(student, courseId, 6, true);
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => handIn(administrator)));
  const codes = results.flatMap((result) =>
    result.status === 'rejected' ? [(result.reason as LichengError).code] : [],
  );
  expect(new Set(codes)).toEqual(new Set(['nothing_to_hand_in']));
  const { batches } = await record.call(administrator, 'listHandIns', {});
  expect(batches.map((batch) => batch.number)).toEqual(batches.map((_, index) => batches.length - index));
  const items = batches.flatMap((batch) => batch.items.map((item) => item.outcomeId));
  expect(items.sort()).toEqual([...ids].sort());
  const { rows } = await record.owner.query('SELECT count(*)::int AS n FROM hand_in_items WHERE outcome_id = ANY($1)', [
    ids,
  ]);
  expect(rows).toEqual([{ n: 6 }]);
  for (const id of ids) {
    expect(await record.changesOf(id)).toEqual(['handed_in']);
  }
});

test('the same batch id many times at once is one hand-in', async () => {
  const { administrator, student, courseId } = await record.institution();
  await record.seedCertified(student, courseId, 3, true);
  const batchId = randomUUID();
  const batches = await Promise.all(Array.from({ length: 5 }, () => handIn(administrator, batchId)));
  expect(batches.every((batch) => batch.status === 'submitted' && batch.items.length === 3)).toBe(true);
  expect(await sentFor(batchId)).toHaveLength(3);
});

test('the central answers are kept per item; the batch is acknowledged with the last, also when they come at once', async () => {
  const { administrator, student, courseId, institutionId } = await record.institution();
  await record.seedCertified(student, courseId, 6, true);
  const batch = await handIn(administrator);
  const answers = batch.items.map((_, index) => answerTo(batch, institutionId, index));
  const contents = await Promise.all(answers.slice(1).map((answer) => record.hear(answer)));
  await waitUntil(
    async () =>
      (await batchIn(administrator, batch.id))?.items.filter((item) => item.status === 'received').length === 5,
    { what: 'five answers' },
  );
  expect((await batchIn(administrator, batch.id))?.status).toBe('submitted');
  for (const [index, content] of contents.entries()) await record.hear(known(answers[index + 1]), content);
  await record.hear(known(answers[0]));
  const done = await waitUntil(
    async () => {
      const current = await batchIn(administrator, batch.id);
      return current?.status === 'acknowledged' ? current : null;
    },
    { what: 'the batch to be acknowledged' },
  );
  expect(done.items.every((item) => item.acknowledgedAt instanceof Date)).toBe(true);
  for (const item of batch.items) {
    expect(await record.changesOf(item.outcomeId)).toEqual(['handed_in', 'acknowledged']);
    const { history } = await record.get(student, item.outcomeId);
    expect(history.map((entry) => entry.fact).sort()).toEqual(['handed_in', 'received']);
  }
});

test('the last two answers of a batch at the very same moment acknowledge it', async () => {
  const { administrator, student, courseId, institutionId } = await record.institution();
  for (let round = 0; round < 5; round += 1) {
    await record.seedCertified(student, courseId, 2, true);
    const batch = await handIn(administrator);
    await record.overtake(
      { text: 'SELECT 1 FROM hand_in_items WHERE batch_id = $1 FOR UPDATE', values: [batch.id], waiters: 2 },
      () => Promise.all([0, 1].map((index) => record.hear(answerTo(batch, institutionId, index)))),
    );
    await waitUntil(async () => (await batchIn(administrator, batch.id))?.status === 'acknowledged', {
      what: 'the batch to be acknowledged',
    });
  }
});

test('an item the central database rejects shows the reason and goes with the next hand-in', async () => {
  const { administrator, student, courseId, institutionId } = await record.institution();
  // As certification does: a version is sealed for one batch only.
  const sealedFor = new Map<string, string>();
  record.certification.behave = ({ batchId, versions }) =>
    versions.filter(({ outcomeId }) => {
      const holder = sealedFor.get(outcomeId) ?? batchId;
      sealedFor.set(outcomeId, holder);
      return holder !== batchId;
    });
  const [outcomeId = ''] = await record.seedCertified(student, courseId, 1, true);
  const batch = await handIn(administrator);
  await record.hear(answerTo(batch, institutionId, 0, 'hash_mismatch'));
  const done = await waitUntil(
    async () => {
      const current = await batchIn(student, batch.id);
      return current?.status === 'acknowledged' ? current : null;
    },
    { what: 'the rejection' },
  );
  expect(done.items).toMatchObject([{ status: 'rejected', rejection: 'hash_mismatch' }]);
  expect((await record.get(student, outcomeId)).handedInAt).toBeUndefined();
  const [fresh = ''] = await record.seedCertified(student, courseId, 1, true);
  const next = await handIn(administrator);
  expect(new Set(next.items.map((item) => item.outcomeId))).toEqual(new Set([outcomeId, fresh]));
  expect(next.items.map((item) => item.status)).toEqual(['sent', 'sent']);
  const asked = record.certification.seals.filter(({ batchId }) => batchId === next.id);
  expect(asked.map(({ versions }) => versions)).toEqual([[{ outcomeId: fresh, version: 1 }]]);
  // The first batch's answer, repeated late under a new message, touches neither batch.
  const content = await record.hear(answerTo(batch, institutionId, 0));
  const { id } = JSON.parse(content) as { id: string };
  await waitUntil(
    async () => (await record.owner.query('SELECT 1 FROM inbox_messages WHERE message_id = $1', [id])).rowCount,
    { what: 'the repeat to be handled' },
  );
  expect((await batchIn(student, next.id))?.items).toMatchObject([{ status: 'sent' }, { status: 'sent' }]);
  expect((await batchIn(student, batch.id))?.items).toMatchObject([{ status: 'rejected' }]);
});

test('a student sees batches reduced to their own items', async () => {
  const { administrator, student, courseId, institutionId } = await record.institution();
  const second = await record.person('student', institutionId, '學生6');
  await record.enrol(administrator, courseId, second);
  const [mine] = await record.seedCertified(student, courseId, 1, true);
  await record.seedCertified(second, courseId, 2, true);
  const batch = await handIn(administrator);
  expect(batch.items).toHaveLength(3);
  expect((await batchIn(student, batch.id))?.items.map((item) => item.outcomeId)).toEqual([mine]);
  const third = await record.person('student', institutionId, '學生7');
  expect((await record.call(third, 'listHandIns', {})).batches).toEqual([]);
  expect(await record.changesOf(known(mine))).toEqual(['handed_in']);
});
