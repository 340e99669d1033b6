import { readdir } from 'node:fs/promises';
import { executable, jpeg, mp3, mp4, pdf, pdfWithEicar, png, waitUntil } from '@licheng/testing';
import { eicarTestFile } from '@licheng/local-platform';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { encryptedPdf, filmHeadOnly, noise, playlist } from './files.ts';
import { type RunningValidation, runValidation } from './running-validation.ts';

describe('validating uploads', () => {
  let service: RunningValidation;
  beforeAll(async () => {
    service = await runValidation();
  });
  afterAll(() => service.stop());
  afterEach(async () => {
    // Whatever the verdict, nothing of the file stays.
    await waitUntil(async () => (await readdir(service.workDir)).every((name) => !name.startsWith('check-')), {
      what: 'the work folder to be empty',
    });
  });

  const half = (content: Buffer) => content.subarray(0, Math.floor(content.length * 0.6));

  it.each([
    ['a PDF', 'a.pdf', async () => pdf(), 'document', 'application/pdf', true],
    ['a PDF of 4 MiB', 'a.PDF', async () => pdf({ sizeBytes: 4 * 1024 * 1024 }), 'document', 'application/pdf', true],
    ['a PNG', '照片.png', () => png(1_600, 1_200), 'document', 'image/png', true],
    ['a JPEG', 'a.jpg', () => jpeg(1_600, 1_200), 'document', 'image/jpeg', true],
    ['a long thin picture', 'a.jpeg', () => jpeg(16, 4_000), 'document', 'image/jpeg', true],
    ['an MP4', 'a.mp4', () => mp4(), 'media', 'video/mp4', true],
    ['an MP3', 'a.mp3', () => mp3(), 'media', 'audio/mpeg', false],
  ] as const)('passes %s', async (_, fileName, make, slot, mediaType, hasThumbnail) => {
    const { id, said } = await service.verdict(fileName, await make(), slot);
    expect(said).toMatchObject({ uploadId: id, mediaType, hasThumbnail });
    const [thumbnail, ...more] = service.thumbnails.get(id) ?? [];
    expect(more).toEqual([]);
    expect(thumbnail?.toString('latin1', 8, 12)).toBe(hasThumbnail ? 'WEBP' : undefined);
  });

  it.each([
    ['an empty file', 'a.pdf', async () => Buffer.alloc(0), 'document', 'empty'],
    ['a document over 4 MiB', 'a.pdf', async () => pdf({ sizeBytes: 4 * 1024 * 1024 + 1 }), 'document', 'too_large'],
    ['another type', 'a.docx', async () => pdf(), 'document', 'type_not_allowed'],
    ['a type of the other slot', 'a.mp4', () => mp4(), 'document', 'type_not_allowed'],
    ['a program renamed to .pdf', 'a.pdf', async () => executable(), 'document', 'content_does_not_match_name'],
    ['a PNG renamed to .jpg', 'a.jpg', () => png(), 'document', 'content_does_not_match_name'],
    [
      'a QuickTime film renamed to .mp4',
      'a.mp4',
      async () => Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'latin1'),
      'media',
      'content_does_not_match_name',
    ],
    [
      'a playlist renamed to .mp4',
      'a.mp4',
      async () => playlist('/etc/passwd'),
      'media',
      'content_does_not_match_name',
    ],
    ['EICAR within a PDF', 'a.pdf', async () => pdfWithEicar(), 'document', 'infected'],
    ['EICAR behind a film', 'a.mp4', async () => Buffer.concat([await mp4(), eicarTestFile()]), 'media', 'infected'],
    ['a PDF that needs a password', 'a.pdf', async () => encryptedPdf('secret'), 'document', 'encrypted'],
    [
      'a PDF without content',
      'a.pdf',
      async () => Buffer.concat([Buffer.from('%PDF-1.4\n'), noise(5_000)]),
      'document',
      'unreadable',
    ],
    ['a cut JPEG', 'a.jpg', async () => half(await jpeg(1_600, 1_200)), 'document', 'unreadable'],
    ['a cut PNG', 'a.png', async () => half(await png(1_600, 1_200)), 'document', 'unreadable'],
    ['a cut film', 'a.mp4', async () => half(await mp4()), 'media', 'unreadable'],
    ['a film that is none', 'a.mp4', async () => filmHeadOnly(playlist('/etc/passwd')), 'media', 'unreadable'],
    [
      'an MP3 that is none',
      'a.mp3',
      async () => Buffer.concat([Buffer.from('ID3'), noise(50_000)]),
      'media',
      'unreadable',
    ],
  ] as const)('rejects %s', async (_, fileName, make, slot, rejection) => {
    const { id, said } = await service.verdict(fileName, await make(), slot);
    expect(said).toBe(rejection);
    expect(service.thumbnails.has(id)).toBe(false);
  });

  it('opens a PDF that only forbids printing', async () => {
    const { said } = await service.verdict('a.pdf', encryptedPdf(''));
    expect(said).toMatchObject({ mediaType: 'application/pdf' });
  });

  it('gives one verdict on a message that is delivered twice', async () => {
    const { id, event } = await service.announce('a.pdf', pdf());
    await service.send(event);
    await waitUntil(async () => (await service.heard(id)).length > 0, { what: 'the verdict' });
    const later = await service.verdict('b.pdf', pdf());
    expect(later.said).toMatchObject({ mediaType: 'application/pdf' });
    await waitUntil(async () => (await service.broker.depth('media-validation.uploads')) === 0, {
      what: 'an empty queue',
    });
    expect(await service.heard(id)).toHaveLength(1);
  });

  it('waits while the upload service is away and goes on when it is back', async () => {
    await service.stopUpload();
    const { id } = await service.announce('a.pdf', pdf());
    await waitUntil(async () => (await service.broker.depth('media-validation.uploads.retry')) > 0, {
      what: 'the message to wait',
    });
    expect(await service.heard(id)).toEqual([]);
    await service.startUpload();
    await waitUntil(async () => (await service.heard(id)).length === 1, { what: 'the verdict', timeoutMs: 20_000 });
  });

  it('gives no verdict on bytes that are not the ones announced', async () => {
    const { id, event } = await service.announce('a.pdf', pdf());
    await waitUntil(async () => (await service.heard(id)).length === 1, { what: 'the verdict' });
    service.contents.set(id, pdf());
    await service.send(event.replace(/"id":"[^"]+"/, '"id":"00000000-0000-4000-8000-000000000001"'));
    await waitUntil(async () => (await service.broker.depth('media-validation.uploads.retry')) > 0, {
      what: 'the retry',
    });
    expect(await service.heard(id)).toHaveLength(1);
  });
});
