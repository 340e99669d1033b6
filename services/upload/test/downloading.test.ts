import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { Metadata } from '@grpc/grpc-js';
import { EVENTS_EXCHANGE, type OutgoingEvent, encodeEvent } from '@licheng/messaging';
import { bytes, pdf, png, waitUntil } from '@licheng/testing';
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

  const status = async (id: string) => {
    const [row] = await service.query<{ status: string }>('SELECT status FROM uploads WHERE id = $1', [id]);
    return row?.status;
  };
  const publish = (type: 'media.validated.v1' | 'media.rejected.v1', body: string) =>
    service.broker.publish(EVENTS_EXCHANGE, type, Buffer.from(body));
  const verdict = (id: string, type: 'media.validated.v1' | 'media.rejected.v1', detail: string) => {
    const { institutionId, personId: ownerId } = student;
    const whose = { uploadId: id, institutionId, ownerId };
    const event: OutgoingEvent =
      type === 'media.validated.v1'
        ? { type, subject: id, data: { ...whose, mediaType: detail, hasThumbnail: false } }
        : { type, subject: id, data: { ...whose, rejection: detail } };
    return encodeEvent('media-validation', event, new Date(), undefined);
  };
  const heard = async (event: string) => {
    const { id } = JSON.parse(event) as { id: string };
    return (await service.query('SELECT 1 FROM inbox_messages WHERE message_id = $1', [id])).length;
  };
  const pass = async (id: string, mediaType = 'application/pdf') => {
    await publish('media.validated.v1', verdict(id, 'media.validated.v1', mediaType));
    await waitUntil(async () => (await status(id)) === 'passed', { what: 'the verdict' });
  };
  const reject = async (id: string) => {
    await publish('media.rejected.v1', verdict(id, 'media.rejected.v1', 'infected'));
    await waitUntil(async () => (await status(id)) === 'rejected', { what: 'the verdict' });
  };
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
        variant: 'file',
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
    await publish('media.validated.v1', second);
    await waitUntil(async () => (await heard(second)) === 1, { what: 'the second verdict to be handled' });
    expect(await status(id)).toBe('rejected');
  });

  it('applies a verdict that is delivered twice once', async () => {
    const id = await service.upload(student, 'a.pdf', pdf());
    const event = verdict(id, 'media.validated.v1', 'application/pdf');
    await publish('media.validated.v1', event);
    await publish('media.validated.v1', event);
    await waitUntil(async () => (await status(id)) === 'passed', { what: 'the verdict' });
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
    const link = { uploadId: id, institutionId: student.institutionId, variant: 'file' as const };
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
