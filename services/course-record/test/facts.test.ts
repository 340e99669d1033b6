import { encodeEvent, type OutgoingEvent } from '@licheng/messaging';
import { waitUntil } from '@licheng/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CourseRecord, known, startCourseRecord } from './support/service.ts';

let record: CourseRecord;
beforeAll(async () => {
  record = await startCourseRecord();
});
afterAll(() => record?.stop());

async function heard(content: string): Promise<void> {
  const { id } = JSON.parse(content) as { id: string };
  await waitUntil(
    async () => (await record.owner.query('SELECT 1 FROM inbox_messages WHERE message_id = $1', [id])).rowCount,
    { what: 'the message to be handled' },
  );
}

describe('file checks', () => {
  test('a result heard before the upload is attached counts', async () => {
    const { student, courseId } = await record.institution();
    const upload = record.upload.finish(student, 'document');
    await record.passCheck(student, upload.id);
    const { outcome } = await record.call(student, 'addOutcome', {
      outcomeId: crypto.randomUUID(),
      courseId,
      summary: '',
      documentUploadId: upload.id,
      mediaUploadId: '',
    });
    expect(outcome?.files).toMatchObject([{ check: 'passed', hasThumbnail: true, mediaType: 'application/pdf' }]);
    expect(outcome?.allowedActions).toContain('submit');
  });

  test('a result heard while the upload is being attached is seen by one side or told by the other', async () => {
    const { student, courseId, institutionId } = await record.institution();
    for (let round = 0; round < 25; round += 1) {
      const upload = record.upload.finish(student, 'document');
      const data = {
        uploadId: upload.id,
        institutionId,
        ownerId: student.personId,
        mediaType: 'application/pdf',
        hasThumbnail: false,
      };
      const adding = record.call(student, 'addOutcome', {
        outcomeId: crypto.randomUUID(),
        courseId,
        summary: '',
        documentUploadId: upload.id,
        mediaUploadId: '',
      });
      const content = await record.hear({ type: 'media.validated.v1', subject: upload.id, data });
      const { outcome } = await adding;
      await heard(content);
      const sawIt = known(outcome).files[0]?.check === 'passed';
      const changes = await record.changesOf(known(outcome).id);
      expect(changes).toEqual(sawIt ? ['added'] : ['added', 'file_checked']);
      expect((await record.get(student, known(outcome).id)).files[0]?.check).toBe('passed');
    }
  });

  test('the first result is final: a repeat or a contrary one changes nothing and tells nobody', async () => {
    const { student, courseId, institutionId } = await record.institution();
    const { outcome, uploads } = await record.add(student, courseId);
    const uploadId = known(uploads[0]).id;
    await record.passCheck(student, uploadId);
    const data = { uploadId, institutionId, ownerId: student.personId, rejection: 'infected' };
    await heard(await record.hear({ type: 'media.rejected.v1', subject: uploadId, data }));
    expect((await record.get(student, outcome.id)).files[0]).toMatchObject({ check: 'passed', rejection: '' });
    expect(await record.changesOf(outcome.id)).toEqual(['added', 'file_checked']);
  });

  test('a rejected file says which rule it broke', async () => {
    const { student, courseId, institutionId } = await record.institution();
    const { outcome, uploads } = await record.add(student, courseId);
    const uploadId = known(uploads[0]).id;
    const data = { uploadId, institutionId, ownerId: student.personId, rejection: 'content_does_not_match_name' };
    await heard(await record.hear({ type: 'media.rejected.v1', subject: uploadId, data }));
    const { files, summary } = await record.get(student, outcome.id);
    expect(files).toMatchObject([{ check: 'rejected', rejection: 'content_does_not_match_name' }]);
    expect(summary).toBe('kowowdskcosqmie');
    const link = { outcomeId: outcome.id, slot: 'document', variant: 'file', version: 0 };
    expect(await record.refusalCode(record.call(student, 'createFileLink', link))).toBe('file_not_clean');
  });
});

describe('verdicts', () => {
  test('a certified outcome shows who, when and can be selected', async () => {
    const { student, courseId } = await record.institution();
    const submitted = await record.addSubmitted(student, courseId);
    const decidedAt = new Date();
    const certified = await record.decide(student, submitted, 'certified', decidedAt);
    expect(certified).toMatchObject({
      status: 'certified',
      certifierName: '王老師',
      decidedAt,
      allowedActions: ['select'],
    });
    expect(certified.history.map((entry) => entry.fact)).toEqual(['added', 'submitted', 'certified']);
    expect((await record.changesOf(submitted.id)).at(-1)).toBe('certified');
  });

  test('a refused outcome shows the comment, is edited, stays refused, and is submitted again as version 2', async () => {
    const { student, courseId } = await record.institution();
    const refused = await record.decide(student, await record.addSubmitted(student, courseId), 'refused');
    expect(refused).toMatchObject({
      status: 'refused',
      comment: '請補上參考資料',
      allowedActions: ['edit', 'delete', 'submit'],
    });
    const documentUploadId = known(refused.files[0]).uploadId;
    const { outcome } = await record.call(student, 'editOutcome', {
      outcomeId: refused.id,
      expectedVersion: 1,
      summary: '補上了',
      documentUploadId,
      mediaUploadId: '',
    });
    expect(outcome).toMatchObject({ status: 'refused', version: 2, comment: '請補上參考資料' });
    expect(await record.refusalCode(record.submit(student, refused))).toBe('version_conflict');
    const again = await record.submit(student, known(outcome));
    expect(again).toMatchObject({ status: 'under_certification', version: 2, comment: '', certifierName: '' });
    expect(again.decidedAt).toBeUndefined();
    expect((await record.eventsOf('outcome.submitted.v1', refused.id)).map(({ data }) => data.version)).toEqual([1, 2]);
  });

  test('a refused version may be submitted again unchanged, and its first verdict repeated late does not touch the second round', async () => {
    const { student, courseId } = await record.institution();
    const submitted = await record.addSubmitted(student, courseId);
    const firstAt = new Date();
    const refused = await record.decide(student, submitted, 'refused', firstAt);
    const again = await record.submit(student, refused);
    expect(again.status).toBe('under_certification');
    const repeat = record.verdictOf(student, submitted, 'refused', firstAt);
    await heard(await record.hear(repeat));
    expect((await record.get(student, submitted.id)).status).toBe('under_certification');
    const certified = await record.decide(student, again, 'certified', new Date(firstAt.getTime() + 1));
    expect(certified.history.map((entry) => entry.fact)).toEqual(
      expect.arrayContaining(['added', 'submitted', 'refused', 'submitted', 'certified']),
    );
    expect(certified.history).toHaveLength(5);
  });

  test('the same message twice has one effect', async () => {
    const { student, courseId } = await record.institution();
    const submitted = await record.addSubmitted(student, courseId);
    const event = record.verdictOf(student, submitted, 'certified');
    const content = await record.hear(event);
    for (let repeat = 0; repeat < 3; repeat += 1) await record.hear(event, content);
    // A message of the same subject behind them: when it has been handled, so have they.
    const last = record.verdictOf(student, submitted, 'certified', new Date(0));
    await heard(await record.hear(last, encodeEvent('test', last, new Date(), undefined)));
    const { history, status } = await record.get(student, submitted.id);
    expect(status).toBe('certified');
    expect(history.filter((entry) => entry.fact === 'certified' && entry.at?.getTime() !== 0)).toHaveLength(1);
    expect((await record.changesOf(submitted.id)).filter((change) => change === 'certified')).toHaveLength(1);
  });

  test('a revocation that overtakes its certification leaves the outcome refused, and the history whole', async () => {
    const { student, courseId } = await record.institution();
    const submitted = await record.addSubmitted(student, courseId);
    const certifiedAt = new Date(Date.now() - 2_000);
    await record.decide(student, submitted, 'revoked');
    const late = await record.decide(student, submitted, 'certified', certifiedAt);
    expect(late.status).toBe('refused');
    expect(late.history.map((entry) => entry.fact)).toEqual(
      expect.arrayContaining(['submitted', 'certified', 'revoked']),
    );
  });

  test('a verdict on an older version changes nothing', async () => {
    const { student, courseId } = await record.institution();
    const refused = await record.decide(student, await record.addSubmitted(student, courseId), 'refused');
    const documentUploadId = known(refused.files[0]).uploadId;
    const edit = { outcomeId: refused.id, expectedVersion: 1, summary: '二版', documentUploadId, mediaUploadId: '' };
    const { outcome } = await record.call(student, 'editOutcome', edit);
    await record.submit(student, known(outcome));
    await heard(await record.hear(record.verdictOf(student, refused, 'certified')));
    expect(await record.get(student, refused.id)).toMatchObject({ status: 'under_certification', version: 2 });
  });

  test('a verdict says why, and for whom a deputy gave it; a new submission clears both, the history keeps them', async () => {
    const { student, courseId } = await record.institution();
    const submitted = await record.addSubmitted(student, courseId);
    const { data, ...event } = record.verdictOf(student, submitted, 'refused');
    await heard(
      await record.hear({
        ...event,
        data: { ...data, refusalReason: 'file_unreadable', onBehalfOfName: '李老師' },
      } as OutgoingEvent),
    );
    const refused = await record.get(student, submitted.id);
    expect(refused).toMatchObject({
      refusalReason: 'file_unreadable',
      onBehalfOfName: '李老師',
      certifierName: '王老師',
    });
    const again = await record.submit(student, refused);
    expect(again).toMatchObject({ refusalReason: '', onBehalfOfName: '' });
    const entry = again.history.find(({ fact }) => fact === 'refused');
    expect(entry).toMatchObject({
      refusalReason: 'file_unreadable',
      onBehalfOfName: '李老師',
      comment: '請補上參考資料',
    });
    expect(again.history.find(({ fact }) => fact === 'submitted')).toMatchObject({
      refusalReason: '',
      onBehalfOfName: '',
    });
  });

  test('a revocation takes the selection with it and tells the student', async () => {
    const { student, courseId } = await record.institution();
    const certified = await record.addCertified(student, courseId);
    await record.call(student, 'selectOutcome', { outcomeId: certified.id });
    const revoked = await record.decide(student, certified, 'revoked');
    expect(revoked).toMatchObject({
      status: 'refused',
      selected: false,
      comment: '請補上參考資料',
      refusalReason: 'other',
    });
    expect(revoked.history.at(-1)).toMatchObject({
      fact: 'revoked',
      refusalReason: 'other',
      comment: '請補上參考資料',
    });
    expect((await record.call(student, 'listSelectable', { academicYear: 0 })).outcomes).toEqual([]);
    expect((await record.changesOf(certified.id)).slice(-2)).toEqual(['selected', 'revoked']);
  });

  test('a verdict named for another institution does not reach the outcome', async () => {
    const { student, courseId } = await record.institution();
    const other = await record.institution();
    const submitted = await record.addSubmitted(student, courseId);
    await record.hear(record.verdictOf(other.student, submitted, 'certified'));
    const last = record.verdictOf(student, submitted, 'refused');
    await heard(await record.hear(last));
    expect((await record.get(student, submitted.id)).history.map((entry) => entry.fact)).toEqual([
      'added',
      'submitted',
      'refused',
    ]);
  });
});
