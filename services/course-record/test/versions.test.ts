import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CourseRecord, known, startCourseRecord } from './support/service.ts';

let record: CourseRecord;
beforeAll(async () => {
  record = await startCourseRecord();
});
afterAll(() => record?.stop());

/** Version 1 with a document; version 2 with another one and a media file. */
async function twoVersions() {
  const { student, courseId } = await record.institution();
  const { outcome, uploads } = await record.add(student, courseId, { summary: '初稿' });
  const first = known(uploads[0]);
  await record.passCheck(student, first.id);
  const second = record.upload.finish(student, 'document');
  const media = record.upload.finish(student, 'media');
  await record.call(student, 'editOutcome', {
    outcomeId: outcome.id,
    expectedVersion: 1,
    summary: '二稿',
    documentUploadId: second.id,
    mediaUploadId: media.id,
  });
  return { student, outcomeId: outcome.id, first, second, media };
}

test('every version stays readable, newest first, each with its own text, files and checks', async () => {
  const { student, outcomeId, first, second, media } = await twoVersions();
  const { versions } = await record.call(student, 'listVersions', { outcomeId });
  expect(versions).toMatchObject([
    { version: 2, summary: '二稿', files: [{ uploadId: second.id, check: 'checking' }, { uploadId: media.id }] },
    { version: 1, summary: '初稿', files: [{ uploadId: first.id, sha256: first.sha256, check: 'passed' }] },
  ]);
  const [newer, older] = versions.map(({ createdAt }) => known(createdAt).getTime());
  expect(known(newer)).toBeGreaterThanOrEqual(known(older));
});

test('a link and a preview are of the version that was asked for; 0 is the present one', async () => {
  const { student, outcomeId, first, second, media } = await twoVersions();
  const link = async (version: number, slot = 'document') =>
    (await record.call(student, 'createFileLink', { outcomeId, slot, variant: 'file', version })).path;
  expect([await link(0), await link(1), await link(2), await link(2, 'media')]).toEqual([
    `/files/${second.id}/file`,
    `/files/${first.id}/file`,
    `/files/${second.id}/file`,
    `/files/${media.id}/file`,
  ]);
  const preview = (version: number) =>
    record.call(student, 'createPreviewLinks', { outcomeId, slot: 'document', version });
  expect(await preview(1)).toEqual({ state: 'ready', pageCount: 30, pagePaths: [`/files/${first.id}/pages/1`] });
  expect((await preview(0)).pagePaths).toEqual([`/files/${second.id}/pages/1`]);
  expect(await record.refusalCode(link(3))).toBe('not_found');
  expect(await record.refusalCode(link(1, 'media'))).toBe('not_found');
  expect(await record.refusalCode(link(-1))).toBe('invalid_request');
  await record.rejectCheck(student, second.id);
  expect(await record.refusalCode(preview(0))).toBe('file_not_clean');
  expect((await preview(1)).state).toBe('ready');
});
