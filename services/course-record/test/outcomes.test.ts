import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CourseRecord, known, startCourseRecord } from './support/service.ts';

let record: CourseRecord;
beforeAll(async () => {
  record = await startCourseRecord();
});
afterAll(() => record?.stop());

describe('adding', () => {
  test('an added outcome is listed as awaiting submission with its files being checked', async () => {
    const { student, courseId } = await record.institution();
    const { outcome, uploads } = await record.add(student, courseId, { slots: ['document', 'media'] });
    expect(outcome).toMatchObject({
      status: 'awaiting_submission',
      version: 1,
      submitBlockedBy: 'file_still_checking',
    });
    expect(outcome.allowedActions).toEqual(['edit', 'delete']);
    const listed = await record.call(student, 'listOutcomes', { courseId });
    expect(listed.outcomes).toHaveLength(1);
    expect(listed.outcomes[0]?.files.map((file) => [file.slot, file.uploadId, file.check, file.sha256])).toEqual(
      uploads.map((upload) => [upload.slot, upload.id, 'checking', upload.sha256]),
    );
    expect(listed.outcomes[0]?.history.map((entry) => [entry.fact, entry.actorName])).toEqual([['added', '學生5']]);
    expect(listed.course).toMatchObject({ outcomeCount: 1, awaitingSubmissionCount: 1, refusedCount: 0, canAdd: true });
    expect(await record.changesOf(outcome.id)).toEqual(['added']);
  });

  test('the same call again returns what the first made, and makes nothing twice', async () => {
    const { student, courseId } = await record.institution();
    const { request } = await record.add(student, courseId);
    const again = await Promise.all([1, 2, 3].map(() => record.call(student, 'addOutcome', request)));
    expect(again.map(({ outcome }) => outcome?.version)).toEqual([1, 1, 1]);
    expect((await record.call(student, 'listOutcomes', { courseId })).outcomes).toHaveLength(1);
    expect(await record.changesOf(request.outcomeId)).toEqual(['added']);
  });

  test('the same call many times at once makes one outcome', async () => {
    const { student, courseId } = await record.institution();
    const upload = record.upload.finish(student, 'document');
    const request = { outcomeId: randomUUID(), courseId, summary: '', documentUploadId: upload.id, mediaUploadId: '' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => record.call(student, 'addOutcome', request)));
    expect(answers.every(({ outcome }) => outcome?.id === request.outcomeId)).toBe(true);
    expect(await record.changesOf(request.outcomeId)).toEqual(['added']);
  });

  test('other content under the same id is refused', async () => {
    const { student, courseId } = await record.institution();
    const { request } = await record.add(student, courseId);
    const other = record.upload.finish(student, 'document');
    for (const changed of [{ summary: '別的' }, { documentUploadId: other.id }]) {
      expect(await record.refusalCode(record.call(student, 'addOutcome', { ...request, ...changed }))).toBe(
        'idempotency_key_reused',
      );
    }
  });

  test("an id that is another student's outcome is refused and shows nothing of it", async () => {
    const { student, courseId, administrator, institutionId } = await record.institution();
    const { request } = await record.add(student, courseId);
    const other = await record.person('student', institutionId, '學生6');
    await record.enrol(administrator, courseId, other);
    const upload = record.upload.finish(other, 'document');
    const copied = { ...request, documentUploadId: upload.id };
    expect(await record.refusalCode(record.call(other, 'addOutcome', copied))).toBe('idempotency_key_reused');
  });

  test('at least one file is required', async () => {
    const { student, courseId } = await record.institution();
    const request = { outcomeId: randomUUID(), courseId, summary: '', documentUploadId: '', mediaUploadId: '' };
    expect(await record.refusalCode(record.call(student, 'addOutcome', request))).toBe('file_required');
  });

  test('a media file alone is enough', async () => {
    const { student, courseId } = await record.institution();
    const { outcome } = await record.add(student, courseId, { slots: ['media'] });
    expect(outcome.files.map((file) => file.slot)).toEqual(['media']);
  });

  test('an upload in the wrong slot, of somebody else, or unknown is refused', async () => {
    const { student, courseId, institutionId } = await record.institution();
    const other = await record.person('student', institutionId, '學生6');
    const base = { outcomeId: randomUUID(), courseId, summary: '', documentUploadId: '', mediaUploadId: '' };
    const media = record.upload.finish(student, 'media').id;
    const foreign = record.upload.finish(other, 'document').id;
    const refusalOf = (documentUploadId: string) =>
      record.refusalCode(record.call(student, 'addOutcome', { ...base, documentUploadId }));
    expect(await refusalOf(media)).toBe('invalid_request');
    expect(await refusalOf(foreign)).toBe('upload_not_found');
    expect(await refusalOf(randomUUID())).toBe('upload_not_found');
    expect(await refusalOf('no-id')).toBe('upload_not_found');
    const both = { ...base, documentUploadId: media, mediaUploadId: media };
    expect(await record.refusalCode(record.call(student, 'addOutcome', both))).toBe('invalid_request');
  });

  test('a student who is not enrolled is told so', async () => {
    const { courseId, institutionId } = await record.institution();
    const stranger = await record.person('student', institutionId, '學生7');
    expect(await record.refusalCode(record.add(stranger, courseId))).toBe('not_enrolled');
    expect(await record.refusalCode(record.add(stranger, randomUUID()))).toBe('not_enrolled');
    expect(await record.refusalCode(record.call(stranger, 'listOutcomes', { courseId }))).toBe('not_found');
  });

  test('a summary of 101 code points is refused; 100 with emoji and CRLF are accepted and stored with LF', async () => {
    const { student, courseId } = await record.institution();
    const hundred = `${'字'.repeat(49)}\r\n${'📚'.repeat(50)}`;
    const { outcome } = await record.add(student, courseId, { summary: hundred });
    expect(outcome.summary).toBe(hundred.replace('\r\n', '\n'));
    const refusal = await record.refusal(record.add(student, courseId, { summary: `${hundred}！` }));
    expect([refusal.code, refusal.details]).toEqual(['summary_too_long', { length: 101, limit: 100 }]);
    expect(await record.refusalCode(record.add(student, courseId, { summary: 'a\0b' }))).toBe('invalid_request');
  });

  test('the database itself refuses a summary of 101 code points and one that is not normalised', async () => {
    const { student, courseId } = await record.institution();
    const { outcome } = await record.add(student, courseId);
    const write = (summary: string) =>
      record.owner.query('INSERT INTO outcome_versions VALUES ($1, 99, $2, $3, now())', [
        outcome.id,
        student.institutionId,
        summary,
      ]);
    await expect(write('📚'.repeat(101))).rejects.toThrow(/summary_length_check/);
    await expect(write('a\r\nb')).rejects.toThrow(/summary_normalised_check/);
    await expect(write('📚'.repeat(100))).resolves.toBeDefined();
  });
});

describe('editing and deleting', () => {
  test('an edit makes a new version and leaves the old one as it was', async () => {
    const { student, courseId } = await record.institution();
    const { outcome, request } = await record.add(student, courseId);
    const media = record.upload.finish(student, 'media');
    const edited = await record.call(student, 'editOutcome', {
      outcomeId: outcome.id,
      expectedVersion: 1,
      summary: '改過的簡述',
      documentUploadId: request.documentUploadId,
      mediaUploadId: media.id,
    });
    expect(edited.outcome).toMatchObject({ version: 2, summary: '改過的簡述', status: 'awaiting_submission' });
    expect(edited.outcome?.files.map((file) => file.uploadId)).toEqual([request.documentUploadId, media.id]);
    const versions = await record.owner.query(
      `SELECT v.version, v.summary, count(f.*)::int AS files FROM outcome_versions v
         JOIN outcome_files f USING (outcome_id, version) WHERE v.outcome_id = $1 GROUP BY 1, 2 ORDER BY 1`,
      [outcome.id],
    );
    expect(versions.rows).toEqual([
      { version: 1, summary: 'kowowdskcosqmie', files: 1 },
      { version: 2, summary: '改過的簡述', files: 2 },
    ]);
    expect(await record.changesOf(outcome.id)).toEqual(['added', 'edited']);
  });

  test('an edit may replace or remove a file, but one must remain', async () => {
    const { student, courseId } = await record.institution();
    const { outcome } = await record.add(student, courseId, { slots: ['document', 'media'] });
    const replacement = record.upload.finish(student, 'document');
    const edit = (expectedVersion: number, documentUploadId: string) =>
      record.call(student, 'editOutcome', {
        outcomeId: outcome.id,
        expectedVersion,
        summary: '',
        documentUploadId,
        mediaUploadId: '',
      });
    expect((await edit(1, replacement.id)).outcome?.files.map((file) => file.uploadId)).toEqual([replacement.id]);
    expect(await record.refusalCode(edit(2, ''))).toBe('file_required');
  });

  test('a held file cannot be moved to the other slot by an edit', async () => {
    const { student, courseId } = await record.institution();
    const { request } = await record.add(student, courseId);
    const held = request.documentUploadId;
    for (const [documentUploadId, mediaUploadId] of [
      ['', held],
      [held, held],
    ] as const) {
      const edit = { ...request, expectedVersion: 1, documentUploadId, mediaUploadId };
      expect(await record.refusalCode(record.call(student, 'editOutcome', edit))).toBe('invalid_request');
    }
    expect((await record.get(student, request.outcomeId)).version).toBe(1);
  });

  test('of several edits at once one wins and the others are told', async () => {
    const { student, courseId } = await record.institution();
    const { outcome } = await record.add(student, courseId);
    const edit = (summary: string) =>
      record.call(student, 'editOutcome', {
        outcomeId: outcome.id,
        expectedVersion: 1,
        summary,
        documentUploadId: record.upload.finish(student, 'document').id,
        mediaUploadId: '',
      });
    const results = await Promise.allSettled(['甲', '乙', '丙', '丁'].map(edit));
    const codes = results.map((result) =>
      result.status === 'rejected' ? (result.reason as { code: string }).code : 'edited',
    );
    expect(codes.sort()).toEqual(['edited', 'version_conflict', 'version_conflict', 'version_conflict']);
    expect((await record.get(student, outcome.id)).version).toBe(2);
  });

  test('an edit that was read before another one committed does not overwrite it', async () => {
    const { student, courseId } = await record.institution();
    const { outcome, request } = await record.add(student, courseId);
    const edit = { ...request, expectedVersion: 1, summary: '慢的' };
    const answer = await record.overtake(
      { text: 'SELECT 1 FROM outcomes WHERE id = $1 FOR UPDATE', values: [outcome.id] },
      () => record.call(student, 'editOutcome', edit),
      async (holder) => {
        await holder.query(`INSERT INTO outcome_versions VALUES ($1, 2, $2, '快的', now())`, [
          outcome.id,
          student.institutionId,
        ]);
        await holder.query('UPDATE outcomes SET version = 2 WHERE id = $1', [outcome.id]);
      },
    );
    expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'version_conflict' } });
    expect(await record.get(student, outcome.id)).toMatchObject({ version: 2, summary: '快的' });
  });

  test('the same edit sent twice is one edit', async () => {
    const { student, courseId } = await record.institution();
    const { outcome, request } = await record.add(student, courseId);
    const edit = () =>
      record.call(student, 'editOutcome', {
        outcomeId: outcome.id,
        expectedVersion: 1,
        summary: '同一個',
        documentUploadId: request.documentUploadId,
        mediaUploadId: '',
      });
    const answers = await Promise.all([edit(), edit()]);
    expect(answers.map((answer) => answer.outcome?.version)).toEqual([2, 2]);
    expect(await record.changesOf(outcome.id)).toEqual(['added', 'edited']);
  });

  test('an outcome under certification or certified can be neither edited nor deleted', async () => {
    const { student, courseId } = await record.institution();
    const submitted = await record.addSubmitted(student, courseId);
    const certified = await record.addCertified(student, courseId);
    for (const outcome of [submitted, certified]) {
      const target = { outcomeId: outcome.id, expectedVersion: 1 };
      const edit = { ...target, summary: '', documentUploadId: outcome.files[0]?.uploadId ?? '', mediaUploadId: '' };
      expect(await record.refusalCode(record.call(student, 'editOutcome', edit))).toBe('transition_not_allowed');
      expect(await record.refusalCode(record.call(student, 'deleteOutcome', target))).toBe('transition_not_allowed');
    }
  });

  test('a deleted outcome is gone for its student and its rows are kept; deleting twice is one deletion', async () => {
    const { student, courseId } = await record.institution();
    const { outcome, request } = await record.add(student, courseId);
    const stale = { outcomeId: outcome.id, expectedVersion: 2 };
    expect(await record.refusalCode(record.call(student, 'deleteOutcome', stale))).toBe('version_conflict');
    const remove = () => record.call(student, 'deleteOutcome', { outcomeId: outcome.id, expectedVersion: 1 });
    await Promise.all([remove(), remove()]);
    expect(await record.refusalCode(record.call(student, 'getOutcome', { outcomeId: outcome.id }))).toBe('not_found');
    const listed = await record.call(student, 'listOutcomes', { courseId });
    expect([listed.outcomes, listed.course?.outcomeCount]).toEqual([[], 0]);
    expect(await record.changesOf(outcome.id)).toEqual(['added', 'deleted']);
    const { rows } = await record.owner.query('SELECT count(*)::int AS n FROM outcome_files WHERE outcome_id = $1', [
      outcome.id,
    ]);
    expect(rows).toEqual([{ n: 1 }]);
    expect(await record.refusalCode(record.call(student, 'addOutcome', request))).toBe('not_found');
  });
});

describe('submitting', () => {
  test('a submission tells certification everything and locks the outcome', async () => {
    const { student, courseId, institutionId } = await record.institution();
    const { outcome, uploads } = await record.add(student, courseId, { summary: '簡述' });
    await record.passCheck(student, known(uploads[0]).id);
    expect((await record.get(student, outcome.id)).allowedActions).toEqual(['edit', 'delete', 'submit']);
    const submitted = await record.submit(student, outcome);
    expect(submitted).toMatchObject({ status: 'under_certification', allowedActions: [], submitBlockedBy: '' });
    const [event, ...more] = await record.eventsOf('outcome.submitted.v1', outcome.id);
    expect(more).toEqual([]);
    expect(event?.data).toMatchObject({
      outcomeId: outcome.id,
      version: 1,
      institutionId,
      studentId: student.personId,
      studentName: '學生5',
      courseId,
      subject: '英文(三)',
      academicYear: 110,
      termSystem: 'two_terms',
      term: '2',
      summary: '簡述',
      submittedAt: submitted.submittedAt,
    });
    const { id: uploadId, slot, fileName, mediaType, sizeBytes, sha256 } = known(uploads[0]);
    expect(event?.data.files).toEqual([{ uploadId, slot, fileName, mediaType, sizeBytes, sha256, hasThumbnail: true }]);
    expect(await record.changesOf(outcome.id)).toEqual(['added', 'file_checked', 'submitted']);
  });

  test('a double click is one submission with one event', async () => {
    const { student, courseId } = await record.institution();
    for (let round = 0; round < 5; round += 1) {
      const { outcome, uploads } = await record.add(student, courseId);
      await record.passCheck(student, known(uploads[0]).id);
      const answers = await Promise.all([1, 2, 3, 4].map(() => record.submit(student, outcome)));
      expect(answers.map((answer) => answer.status)).toEqual(Array(4).fill('under_certification'));
      expect(await record.eventsOf('outcome.submitted.v1', outcome.id)).toHaveLength(1);
    }
  });

  test('a file still being checked, or rejected, blocks with its reason', async () => {
    const { student, courseId, institutionId } = await record.institution();
    const { outcome, uploads } = await record.add(student, courseId, { slots: ['document', 'media'] });
    await record.passCheck(student, known(uploads[0]).id);
    expect(await record.refusalCode(record.submit(student, outcome))).toBe('file_still_checking');
    const uploadId = known(uploads[1]).id;
    const data = { uploadId, institutionId, ownerId: student.personId, rejection: 'infected' };
    await record.hear({ type: 'media.rejected.v1', subject: uploadId, data });
    await expect.poll(async () => (await record.get(student, outcome.id)).submitBlockedBy).toBe('file_rejected');
    const refusal = await record.refusal(record.submit(student, outcome));
    expect([refusal.code, refusal.details]).toEqual(['file_rejected', { slot: 'media', rejection: 'infected' }]);
    expect(await record.eventsOf('outcome.submitted.v1', outcome.id)).toEqual([]);
  });

  test('a version that is no longer current cannot be submitted', async () => {
    const { student, courseId } = await record.institution();
    const { outcome } = await record.add(student, courseId);
    expect(await record.refusalCode(record.submit(student, { id: outcome.id, version: 2 }))).toBe('version_conflict');
  });

  test('an edit and a submission at once: exactly one of them happens to version 1', async () => {
    const { student, courseId } = await record.institution();
    for (let round = 0; round < 5; round += 1) {
      const { outcome, uploads, request } = await record.add(student, courseId);
      await record.passCheck(student, known(uploads[0]).id);
      const edit = {
        outcomeId: outcome.id,
        expectedVersion: 1,
        summary: 'x',
        documentUploadId: request.documentUploadId,
        mediaUploadId: '',
      };
      const results = await Promise.allSettled([
        record.submit(student, outcome),
        record.call(student, 'editOutcome', edit),
      ]);
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      const current = await record.get(student, outcome.id);
      expect([current.status, current.version]).toEqual(
        results[0]?.status === 'fulfilled' ? ['under_certification', 1] : ['awaiting_submission', 2],
      );
    }
  });
});

describe('links', () => {
  test("a student opens the file and the thumbnail of their outcome, with the service's own token", async () => {
    const { student, courseId, institutionId } = await record.institution();
    const { outcome, uploads } = await record.add(student, courseId);
    const uploadId = known(uploads[0]).id;
    const link = (variant: string, slot = 'document') =>
      record.call(student, 'createFileLink', { outcomeId: outcome.id, slot, variant, version: 0 });
    expect((await link('file')).path).toBe(`/files/${uploadId}/file`);
    expect((await link('thumbnail')).path).toBe(`/files/${uploadId}/thumbnail`);
    expect(await record.refusalCode(link('file', 'media'))).toBe('not_found');
    const other = await record.person('student', institutionId, '學生6');
    const foreign = { outcomeId: outcome.id, slot: 'document', variant: 'file', version: 0 };
    expect(await record.refusalCode(record.call(other, 'createFileLink', foreign))).toBe('not_found');
  });
});
