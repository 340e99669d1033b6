import { createHash, randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeEvent } from '@licheng/messaging';
import { bytes, pdf, waitUntil } from '@licheng/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningUpload, type TestPerson, runUpload } from './running-upload.ts';

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const idOf = (location = '') => location.split('/').at(-1) ?? '';

describe('the same bytes again', () => {
  let service: RunningUpload;
  let student: TestPerson;
  beforeAll(async () => {
    service = await runUpload();
  });
  beforeEach(async () => {
    student = await service.person();
  });
  afterAll(() => service.stop());

  interface Announcement {
    fileName?: string;
    slot?: string;
    sizeBytes?: number;
    hash?: string;
    key?: string;
  }
  const announce = (who: TestPerson, content: Buffer, options: Announcement = {}) => {
    const { fileName = 'a.pdf', slot = 'document', sizeBytes = content.length, hash = sha256(content), key } = options;
    return service.ask(
      'POST',
      '/uploads',
      service.tus(who, {
        'upload-length': sizeBytes,
        'upload-metadata': service.metadata(fileName, slot, { sha256: hash }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      }),
    );
  };
  const passed = async (who: TestPerson, content: Buffer) => {
    const id = await service.upload(who, 'first.pdf', content);
    await service.pass(who, id);
    return id;
  };
  const copy = (volume: 'a' | 'b', hash: string) =>
    join(service.folder, volume, 'blobs', hash.slice(0, 2), hash.slice(2, 4), hash);
  const offsetOf = ({ headers }: { headers: Record<string, unknown> }) => [
    headers['upload-offset'],
    headers['x-licheng-reused'],
  ];

  it('are whole at once for the person who sent them, and get a check of their own', async () => {
    const content = pdf({ sizeBytes: 200_000 });
    const first = await passed(student, content);
    const again = await announce(student, content, { fileName: '再一次.pdf' });
    expect(again.status).toBe(201);
    expect(offsetOf(again)).toEqual(['200000', '1']);
    const id = idOf(again.headers.location);
    expect(id).not.toBe(first);
    expect((await service.head(student, again.headers.location ?? '')).headers['upload-offset']).toBe('200000');
    const told = await waitUntil(
      async () => {
        const message = await service.broker.take('media-validation.uploads');
        const event = message === null ? null : decodeEvent(message.content);
        return event?.subject === id ? event : null;
      },
      { what: 'the event of the second upload' },
    );
    expect(told).toMatchObject({
      type: 'upload.completed.v1',
      data: { uploadId: id, ownerId: student.personId, fileName: '再一次.pdf', sha256: sha256(content) },
    });
    expect(await service.query('SELECT 1 FROM blobs WHERE sha256 = $1', [sha256(content)])).toHaveLength(1);
    // Until that check has passed it is as closed as any other file.
    const upload = service.grpc();
    const token = await service.serviceToken('course-record');
    const link = () => upload.call('createLink', { uploadId: id, variant: 'file' }, { token });
    await expect(link()).rejects.toMatchObject({ code: 'file_not_clean' });
    await service.pass(student, id);
    expect((await service.ask('GET', (await link()).path)).body).toEqual(content);
    upload.close();
  });

  it('count as begun when they were announced again', async () => {
    const content = pdf();
    const first = await passed(student, content);
    await service.query(`UPDATE uploads SET started_at = now() - interval '2 days' WHERE id = $1`, [first]);
    const upload = service.grpc();
    const id = idOf((await announce(student, content)).headers.location);
    const { uploads } = await upload.call('getUploads', { ids: [id] }, { token: student.token });
    expect(Date.now() - (uploads[0]?.startedAt?.getTime() ?? 0)).toBeLessThan(60_000);
    upload.close();
  });

  it('must be sent by everyone else, even within the institution', async () => {
    const content = pdf();
    await passed(student, content);
    for (const other of [await service.person('student', student.institutionId), await service.person()]) {
      const created = await announce(other, content);
      expect(offsetOf(created)).toEqual(['0', undefined]);
      const location = created.headers.location ?? '';
      expect((await service.patch(other, location, content.length, Buffer.alloc(0))).status).toBe(409);
      expect((await service.patch(other, location, 0, content)).status).toBe(204);
    }
  });

  it.each([
    ['another slot', { slot: 'media', fileName: 'a.mp4' }],
    ['another size', { sizeBytes: 999 }],
    ['another hash', { hash: '0'.repeat(64) }],
  ])('must be sent for %s', async (_, options) => {
    const content = pdf();
    await passed(student, content);
    expect(offsetOf(await announce(student, content, options))).toEqual(['0', undefined]);
  });

  it('must be sent while the first file is being checked and when it was rejected', async () => {
    const content = pdf();
    const id = await service.upload(student, 'a.pdf', content);
    expect(offsetOf(await announce(student, content))).toEqual(['0', undefined]);
    await service.reject(student, id);
    expect(offsetOf(await announce(student, content))).toEqual(['0', undefined]);
  });

  it('are trusted only when they are sound: one copy is repaired, without any they must be sent', async () => {
    const content = pdf();
    await passed(student, content);
    const damage = async (volume: 'a' | 'b') => {
      await rm(copy(volume, sha256(content)));
      await writeFile(copy(volume, sha256(content)), Buffer.alloc(content.length));
    };
    await damage('a');
    expect(offsetOf(await announce(student, content))).toEqual([String(content.length), '1']);
    await damage('a');
    await damage('b');
    const created = await announce(student, content);
    expect(offsetOf(created)).toEqual(['0', undefined]);
    // What is sent then heals the store, also for the outcomes that hold the first upload.
    await service.patch(student, created.headers.location ?? '', 0, content);
    expect(offsetOf(await announce(student, content))).toEqual([String(content.length), '1']);
  });

  it('announced by many windows at once share one blob', async () => {
    const content = pdf();
    await passed(student, content);
    const answers = await Promise.all(Array.from({ length: 6 }, () => announce(student, content)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 201));
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(6);
    expect(await service.query('SELECT 1 FROM blobs WHERE sha256 = $1', [sha256(content)])).toHaveLength(1);
  });

  it('bring their page images along, to be shown after the new check', async () => {
    const content = pdf();
    const first = await passed(student, content);
    const upload = service.grpc();
    const token = await service.serviceToken('media-validation');
    const webp = Buffer.concat([Buffer.from('RIFF\x04\0\0\0WEBP', 'latin1'), bytes(50)]);
    await upload.call('putPageImage', { uploadId: first, page: 1, webp }, { token });
    await upload.call('finishPageImages', { uploadId: first, pageCount: 9, imageCount: 1 }, { token });
    const id = idOf((await announce(student, content)).headers.location);
    await expect(upload.call('createPreviewLinks', { uploadId: id }, { token })).rejects.toMatchObject({
      code: 'file_not_clean',
    });
    await service.pass(student, id);
    const { state, pageCount, pagePaths } = await upload.call('createPreviewLinks', { uploadId: id }, { token });
    expect([state, pageCount]).toEqual(['ready', 9]);
    expect((await service.ask('GET', pagePaths[0] ?? '')).body).toEqual(webp);
    upload.close();
  });

  it('a hash that is none is refused', async () => {
    for (const hash of ['', 'A'.repeat(64), 'x']) {
      expect((await announce(student, pdf(), { hash })).code).toBe('invalid_request');
    }
  });

  describe('bytes that are not the announced ones', () => {
    it('are refused with their last one, and the upload begins anew', async () => {
      const content = bytes(50_000);
      const broken = Buffer.from(content);
      broken[100] = (broken[100] ?? 0) ^ 1;
      const { headers } = await announce(student, content);
      const location = headers.location ?? '';
      const refused = await service.patch(student, location, 0, broken);
      expect([refused.status, refused.code]).toEqual([409, 'upload_offset_conflict']);
      expect(JSON.parse(refused.body.toString())).toMatchObject({ details: { offset: 0, damaged: true } });
      expect((await service.head(student, location)).headers['upload-offset']).toBe('0');
      expect(await service.query('SELECT 1 FROM blobs WHERE sha256 = $1', [sha256(broken)])).toHaveLength(0);
      expect((await service.patch(student, location, 0, content)).status).toBe(204);
      expect(await service.status(idOf(location))).toBe('checking');
    });

    it('begin anew also when they are only found by asking for the offset', async () => {
      const content = bytes(1_000);
      const { headers } = await announce(student, content);
      const location = headers.location ?? '';
      // As a crash before the last step leaves it.
      await writeFile(join(service.folder, 'a', 'incoming', idOf(location)), Buffer.alloc(1_000));
      expect((await service.head(student, location)).headers['upload-offset']).toBe('0');
      expect((await service.patch(student, location, 0, content)).status).toBe(204);
    });
  });

  describe('a creation that is repeated with its key', () => {
    it('gives the same upload and how far it came', async () => {
      const content = bytes(1_000);
      const key = randomUUID();
      const [one, two] = await Promise.all([announce(student, content, { key }), announce(student, content, { key })]);
      expect([one.status, two.status]).toEqual([201, 201]);
      expect(one.headers.location).toBe(two.headers.location);
      const location = one.headers.location ?? '';
      await service.patch(student, location, 0, content.subarray(0, 400));
      expect(offsetOf(await announce(student, content, { key }))).toEqual(['400', undefined]);
      await service.patch(student, location, 400, content.subarray(400));
      const whole = await announce(student, content, { key });
      expect([whole.headers.location, ...offsetOf(whole)]).toEqual([location, '1000', undefined]);
    });

    it('gives the same upload also when its bytes were known', async () => {
      const content = pdf();
      await passed(student, content);
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 4 }, () => announce(student, content, { key })));
      expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
      for (const { headers } of answers) expect(headers['upload-offset']).toBe(String(content.length));
      const events = await service.query('SELECT 1 FROM outbox_events WHERE subject = $1', [
        idOf(answers[0]?.headers.location),
      ]);
      expect(events).toHaveLength(1);
    });

    it('is refused for another file, and means nothing to anybody else', async () => {
      const content = bytes(1_000);
      const key = randomUUID();
      const { headers } = await announce(student, content, { key });
      const other = await announce(student, content, { key, fileName: 'b.pdf' });
      expect([other.status, other.code]).toEqual([422, 'idempotency_key_reused']);
      const classmate = await service.person('student', student.institutionId);
      const theirs = await announce(classmate, content, { key });
      expect(theirs.status).toBe(201);
      expect(theirs.headers.location).not.toBe(headers.location);
      expect((await announce(student, content, { key: 'x' })).code).toBe('invalid_request');
    });
  });
});
