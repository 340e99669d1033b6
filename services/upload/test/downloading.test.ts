import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Metadata } from '@grpc/grpc-js';
import { bytes, pdf, png, waitUntil } from '@licheng/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HmacLinks } from '../src/adapters/hmac-links.ts';
import { type RunningUpload, type TestPerson, runUpload } from './running-upload.ts';

/** The smallest thing with the head of a WebP. */
const webp = Buffer.concat([Buffer.from('RIFF\x04\0\0\0WEBP', 'latin1'), bytes(100)]);

describe('checks, links and downloads', () => {
  let service: RunningUpload;
  let student: TestPerson;
  let upload: ReturnType<RunningUpload['grpc']>;
  beforeAll(async () => {
    service = await runUpload();
    student = await service.person();
    upload = service.grpc();
  });
  afterAll(async () => {
    upload.close();
    await service.stop();
  });

  const heard = async (event: string) => {
    const { id } = JSON.parse(event) as { id: string };
    return (await service.query('SELECT 1 FROM inbox_messages WHERE message_id = $1', [id])).length;
  };
  const pass = (id: string, mediaType?: string) => service.pass(student, id, mediaType);
  const reject = (id: string) => service.reject(student, id);
  const verdict = (id: string, type: 'media.validated.v1' | 'media.rejected.v1', detail: string) =>
    service.verdict(student, id, type, detail);
  const linkTo = async (uploadId: string, variant = 'file') =>
    (await upload.call('createLink', { uploadId, variant }, { token: await service.serviceToken('course-record') }))
      .path;
  const signer = () => new HmacLinks(service.config.URL_SIGNING_SECRET);

  it('serves a file that passed, whole, in parts and as headers only', async () => {
    const content = pdf({ sizeBytes: 100_000 });
    const id = await service.upload(student, `期末 "報告" (1)*.pdf`, content);
    await pass(id);
    const path = await linkTo(id);
    const whole = await service.ask('GET', path);
    expect(whole.status).toBe(200);
    expect(whole.body).toEqual(content);
    expect(whole.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '100000',
      'x-content-type-options': 'nosniff',
      'content-disposition': `inline; filename*=UTF-8''%E6%9C%9F%E6%9C%AB%20%22%E5%A0%B1%E5%91%8A%22%20%281%29%2A.pdf`,
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=300, immutable',
      'accept-ranges': 'bytes',
    });
    const head = await service.ask('HEAD', path);
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '100000', 0]);

    const etag = String(whole.headers.etag);
    const part = await service.ask('GET', path, { range: 'bytes=10-19' });
    expect([part.status, part.headers['content-range']]).toEqual([206, 'bytes 10-19/100000']);
    expect(part.body).toEqual(content.subarray(10, 20));
    expect((await service.ask('GET', path, { range: 'bytes=99990-' })).body).toEqual(content.subarray(99_990));
    expect((await service.ask('GET', path, { range: 'bytes=-7' })).body).toEqual(content.subarray(-7));
    const beyond = await service.ask('GET', path, { range: 'bytes=100000-' });
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */100000']);
    expect((await service.ask('GET', path, { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
    expect((await service.ask('GET', path, { range: 'bytes=0-1', 'if-range': etag })).status).toBe(206);
    expect((await service.ask('GET', path, { range: 'bytes=0-1,5-6' })).status).toBe(200);
    expect((await service.ask('GET', path, { 'if-none-match': etag })).status).toBe(304);
  });

  it('serves from the second volume when the first copy is gone', async () => {
    const content = pdf();
    const id = await service.upload(student, 'a.pdf', content);
    await pass(id);
    await rm(`${service.folder}/a/blobs`, { recursive: true });
    expect((await service.ask('GET', await linkTo(id))).body).toEqual(content);
    await mkdir(`${service.folder}/a/blobs`);
    await service.stopService();
    await service.startService();
    upload.close();
    upload = service.grpc();
  });

  it('gives an image a sandbox and a thumbnail its own link', async () => {
    const id = await service.upload(student, 'a.png', await png());
    const token = await service.serviceToken('media-validation');
    for (const _ of [1, 2]) await upload.call('putThumbnail', { uploadId: id, webp }, { token });
    await pass(id, 'image/png');
    const image = await service.ask('GET', await linkTo(id));
    expect(image.headers['content-security-policy']).toMatch(/^sandbox allow-same-origin; default-src 'none'/);
    const thumbnail = await service.ask('GET', await linkTo(id, 'thumbnail'));
    expect(thumbnail.headers['content-type']).toBe('image/webp');
    expect(thumbnail.body).toEqual(webp);
  });

  describe('page images', () => {
    const page = (n: number) => Buffer.concat([webp, Buffer.from([n])]);
    const draw = async (id: string, images: number, pageCount: number) => {
      const token = await service.serviceToken('media-validation');
      for (let n = 1; n <= images; n += 1)
        await upload.call('putPageImage', { uploadId: id, page: n, webp: page(n) }, { token });
      await upload.call('finishPageImages', { uploadId: id, pageCount, imageCount: images }, { token });
    };
    const preview = async (
      uploadId: string,
      caller: 'course-record' | 'certification' | 'notification' = 'certification',
    ) => upload.call('createPreviewLinks', { uploadId }, { token: await service.serviceToken(caller) });

    it('are pending, then ready in order, each at a link of its own', async () => {
      const id = await service.upload(student, 'a.pdf', pdf());
      await pass(id);
      expect(await preview(id)).toEqual({ state: 'pending', pageCount: 0, pagePaths: [] });
      await draw(id, 3, 40);
      await draw(id, 3, 40);
      const { state, pageCount, pagePaths } = await preview(id, 'course-record');
      expect([state, pageCount, pagePaths.length]).toEqual(['ready', 40, 3]);
      for (const [index, path] of pagePaths.entries()) {
        const image = await service.ask('GET', path);
        expect([image.status, image.headers['content-type']]).toEqual([200, 'image/webp']);
        expect(image.headers['content-security-policy']).toMatch(/^sandbox/);
        expect(image.body).toEqual(page(index + 1));
      }
      const { institutionId } = student;
      const expiresAt = new Date(Date.now() + 60_000);
      const none = signer().sign({ uploadId: id, institutionId, shows: 4, expiresAt });
      expect((await service.ask('GET', `/files/${none}`)).status).toBe(404);
    });

    it('are stored on both volumes', async () => {
      const id = await service.upload(student, 'a.pdf', pdf());
      await draw(id, 1, 1);
      const [row] = await service.query<{ sha256: string }>(
        'SELECT sha256 FROM upload_page_images WHERE upload_id = $1',
        [id],
      );
      const sha256 = row?.sha256 ?? '';
      for (const volume of ['a', 'b']) {
        const copy = join(service.folder, volume, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
        expect(await readFile(copy)).toEqual(page(1));
      }
    });

    it('are asked for again while a volume is away', async () => {
      const id = await service.upload(student, 'a.pdf', pdf());
      const incoming = join(service.folder, 'b', 'incoming');
      await rename(incoming, `${incoming}-away`);
      const token = await service.serviceToken('media-validation');
      const image = { uploadId: id, page: 1, webp: Buffer.concat([webp, bytes(10)]) };
      await expect(upload.call('putPageImage', image, { token })).rejects.toMatchObject({
        code: 'service_unavailable',
      });
      await rename(`${incoming}-away`, incoming);
      await upload.call('putPageImage', image, { token });
    });

    it('are never shown before the check has passed, nor of a rejected file', async () => {
      const id = await service.upload(student, 'a.pdf', pdf());
      await draw(id, 1, 1);
      await expect(preview(id)).rejects.toMatchObject({ code: 'file_not_clean' });
      const { institutionId } = student;
      const signed = signer().sign({ uploadId: id, institutionId, shows: 1, expiresAt: new Date(Date.now() + 60_000) });
      expect((await service.ask('GET', `/files/${signed}`)).status).toBe(404);
      await reject(id);
      await expect(preview(id)).rejects.toMatchObject({ code: 'file_not_clean' });
      expect((await service.ask('GET', `/files/${signed}`)).status).toBe(404);
    });

    it('are unavailable for what has no pages and for a document that cannot be drawn', async () => {
      const image = await service.upload(student, 'a.png', await png());
      await pass(image, 'image/png');
      expect(await preview(image)).toEqual({ state: 'unavailable', pageCount: 0, pagePaths: [] });
      const document = await service.upload(student, 'a.pdf', pdf());
      await pass(document);
      await draw(document, 0, 0);
      expect(await preview(document)).toEqual({ state: 'unavailable', pageCount: 0, pagePaths: [] });
    });

    it('come from media-validation only, small WebPs of the first twenty pages, and none is claimed that is not there', async () => {
      const id = await service.upload(student, 'a.pdf', pdf());
      const token = await service.serviceToken('media-validation');
      const put = (n: number, image: Buffer) =>
        upload.call('putPageImage', { uploadId: id, page: n, webp: image }, { token });
      const invalid = { code: 'invalid_request' };
      for (const n of [0, 21]) await expect(put(n, webp)).rejects.toMatchObject(invalid);
      await expect(put(1, Buffer.concat([webp, Buffer.alloc(512 * 1024)]))).rejects.toMatchObject(invalid);
      await expect(put(1, Buffer.from('<svg onload=alert(1)>'))).rejects.toMatchObject(invalid);
      await put(2, webp);
      const finish = (imageCount: number) =>
        upload.call('finishPageImages', { uploadId: id, pageCount: 30, imageCount }, { token });
      await expect(finish(2)).rejects.toMatchObject(invalid);
      await expect(finish(31)).rejects.toMatchObject(invalid);
      const other = await service.serviceToken('certification');
      const call = { uploadId: id, page: 1, webp };
      await expect(upload.call('putPageImage', call, { token: other })).rejects.toMatchObject({ code: 'forbidden' });
      for (const refused of [student.token, await service.serviceToken('notification')]) {
        await expect(upload.call('createPreviewLinks', { uploadId: id }, { token: refused })).rejects.toMatchObject({
          code: 'forbidden',
        });
      }
      await expect(preview(randomUUID())).rejects.toMatchObject({ code: 'upload_not_found' });
    });
  });

  it('shows a connection that speaks for no institution, or another one, nothing', async () => {
    const client = new pg.Client({ connectionString: service.database.appUrl });
    await client.connect();
    for (const institutionId of ['', randomUUID()]) {
      await client.query(`SELECT set_config('licheng.institution_id', $1, false)`, [institutionId]);
      for (const table of ['uploads', 'upload_page_images']) {
        expect((await client.query(`SELECT count(*)::int AS count FROM ${table}`)).rows).toEqual([{ count: 0 }]);
      }
    }
    await client.end();
  });

  it('gives the same link to whoever asks again, so that a browser need not fetch twice', async () => {
    const id = await service.upload(student, 'a.pdf', pdf());
    await pass(id);
    // Between the two the clock may pass the end of a period, once.
    await waitUntil(async () => (await linkTo(id)) === (await linkTo(id)), { what: 'the same link' });
  });

  it('gives no link to a file that is unchecked, rejected or unknown, nor to a thumbnail there is none of', async () => {
    const id = await service.upload(student, 'a.pdf', pdf());
    await expect(linkTo(id)).rejects.toMatchObject({ code: 'file_not_clean' });
    await reject(id);
    await expect(linkTo(id)).rejects.toMatchObject({ code: 'file_not_clean' });
    await expect(linkTo(randomUUID())).rejects.toMatchObject({ code: 'upload_not_found' });
    const clean = await service.upload(student, 'a.pdf', pdf());
    await pass(clean);
    await expect(linkTo(clean, 'thumbnail')).rejects.toMatchObject({ code: 'upload_not_found' });
    await expect(linkTo(clean, 'original')).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('never serves a rejected or unchecked file, even to a link that is genuinely signed', async () => {
    const unchecked = await service.upload(student, 'a.pdf', pdf());
    const rejected = await service.upload(student, 'a.pdf', pdf());
    await reject(rejected);
    for (const uploadId of [unchecked, rejected]) {
      const { institutionId } = student;
      const token = signer().sign({
        uploadId,
        institutionId,
        shows: 'file',
        expiresAt: new Date(Date.now() + 60_000),
      });
      const answer = await service.ask('GET', `/files/${token}`);
      expect([answer.status, answer.code]).toEqual([404, 'not_found']);
    }
  });

  it('keeps the first verdict on a file for ever', async () => {
    const id = await service.upload(student, 'a.pdf', pdf());
    await reject(id);
    const second = verdict(id, 'media.validated.v1', 'application/pdf');
    await service.publish('media.validated.v1', second);
    await waitUntil(async () => (await heard(second)) === 1, { what: 'the second verdict to be handled' });
    expect(await service.status(id)).toBe('rejected');
  });

  it('applies a verdict that is delivered twice once', async () => {
    const id = await service.upload(student, 'a.pdf', pdf());
    const event = verdict(id, 'media.validated.v1', 'application/pdf');
    await service.publish('media.validated.v1', event);
    await service.publish('media.validated.v1', event);
    await waitUntil(async () => (await service.status(id)) === 'passed', { what: 'the verdict' });
    await waitUntil(async () => (await service.broker.depth('upload.checks')) === 0, { what: 'an empty queue' });
    expect(await heard(event)).toBe(1);
  });

  it('refuses links that are tampered with, expired, foreign or no links at all', async () => {
    const id = await service.upload(student, 'a.pdf', pdf());
    await pass(id);
    const path = await linkTo(id);
    const [payload = '', signature = ''] = path.replace('/files/', '').split('.');
    const later = Buffer.from(
      Buffer.from(payload, 'base64url')
        .toString()
        .replace(/"expiresAt":\d+/, '"expiresAt":9999999999999'),
    ).toString('base64url');
    const link = { uploadId: id, institutionId: student.institutionId, shows: 'file' as const };
    const future = new Date(Date.now() + 60_000);
    const forged = new HmacLinks('another secret of thirty-two characters').sign({ ...link, expiresAt: future });
    const otherInstitution = signer().sign({ ...link, institutionId: randomUUID(), expiresAt: future });
    for (const token of [
      `${later}.${signature}`,
      `${payload}.`,
      payload,
      `${payload}.${signature}.x`,
      forged,
      otherInstitution,
      'x',
    ]) {
      const answer = await service.ask('GET', `/files/${token}`);
      expect([answer.status, answer.code], token).toEqual([404, 'not_found']);
    }
    const expired = signer().sign({ ...link, expiresAt: new Date(Date.now() - 1) });
    const answer = await service.ask('GET', `/files/${expired}`);
    expect([answer.status, answer.code]).toEqual([410, 'not_found']);
    expect((await service.ask('POST', path)).status).toBe(404);
    expect((await service.ask('GET', path)).status).toBe(200);
  });

  describe('for other services', () => {
    it('tells a student about their own whole uploads only', async () => {
      const content = pdf();
      const id = await service.upload(student, 'a.pdf', content);
      const { token } = student;
      const { uploads } = await upload.call('getUploads', { ids: [id] }, { token });
      expect(uploads).toMatchObject([
        {
          id,
          ownerId: student.personId,
          institutionId: student.institutionId,
          slot: 'document',
          fileName: 'a.pdf',
          mediaType: 'application/pdf',
          sizeBytes: content.length,
        },
      ]);
      expect(uploads[0]?.startedAt).toBeInstanceOf(Date);
      const created = await service.create(student, 'a.pdf', 100);
      const unfinished = created.headers.location?.split('/').at(-1) ?? '';
      await expect(upload.call('getUploads', { ids: [id, unfinished] }, { token })).rejects.toMatchObject({
        code: 'upload_incomplete',
      });
      for (const stranger of [await service.person('student', student.institutionId), await service.person()]) {
        await expect(upload.call('getUploads', { ids: [id] }, { token: stranger.token })).rejects.toMatchObject({
          code: 'upload_not_found',
        });
      }
      await expect(upload.call('getUploads', { ids: ['nonsense'] }, { token })).rejects.toMatchObject({
        code: 'upload_not_found',
      });
    });

    it('lets only the services that need it ask for links, bytes and thumbnails', async () => {
      const id = await service.upload(student, 'a.pdf', pdf());
      const refused = { code: 'forbidden' };
      for (const token of [student.token, await service.serviceToken('notification')]) {
        await expect(upload.call('createLink', { uploadId: id, variant: 'file' }, { token })).rejects.toMatchObject(
          refused,
        );
      }
      const token = await service.serviceToken('course-record');
      await expect(upload.call('putThumbnail', { uploadId: id, webp }, { token })).rejects.toMatchObject(refused);
      await expect(readBlob(id, token)).rejects.toThrow('forbidden');
    });

    it('streams the bytes of a whole file to the validator', async () => {
      const content = bytes(1_000_000);
      const id = await service.upload(student, 'a.pdf', content);
      const token = await service.serviceToken('media-validation');
      const chunks = await readBlob(id, token);
      expect(Buffer.concat(chunks)).toEqual(content);
      expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(64 * 1024);
      await expect(readBlob(randomUUID(), token)).rejects.toThrow('upload_not_found');
    });

    it('takes only a small WebP as a thumbnail', async () => {
      const id = await service.upload(student, 'a.pdf', pdf());
      const token = await service.serviceToken('media-validation');
      for (const refused of [Buffer.from('<svg onload=alert(1)>'), Buffer.concat([webp, Buffer.alloc(512 * 1024)])]) {
        await expect(upload.call('putThumbnail', { uploadId: id, webp: refused }, { token })).rejects.toMatchObject({
          code: 'invalid_request',
        });
      }
    });
  });

  async function readBlob(uploadId: string, token: string): Promise<Buffer[]> {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    const chunks: Buffer[] = [];
    for await (const part of upload.client.readBlob({ uploadId }, metadata))
      chunks.push((part as { chunk: Buffer }).chunk);
    return chunks;
  }
});
