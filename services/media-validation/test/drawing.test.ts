import { readdir } from 'node:fs/promises';
import { mp4, pdf, png, waitUntil } from '@licheng/testing';
import { LichengError } from '@licheng/portfolio-rules';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { longerSideOf } from '../src/domain/page-scale.ts';
import { encryptedPdf, noise, noisyPdf, pagesPdf } from './files.ts';
import { type RunningValidation, runValidation } from './running-validation.ts';

describe('the scale of a page', () => {
  it.each([
    ['A4', { width: 595, height: 842 }, 1_698],
    ['A4 across', { width: 842, height: 595 }, 1_200],
    ['a strip', { width: 100, height: 10_000 }, 2_400],
    ['a thin line', { width: 10_000, height: 1 }, 1_200],
    ['no size', { width: 0, height: 100 }, null],
    ['no number', { width: Number.NaN, height: 100 }, null],
  ])('of %s', (_, size, wanted) => expect(longerSideOf(size)).toBe(wanted));
});

describe('drawing documents', () => {
  let service: RunningValidation;
  beforeAll(async () => {
    service = await runValidation();
  });
  afterAll(() => service.stop());
  afterEach(async () => {
    service.hooks.beforeRead = async () => {};
    service.hooks.beforeState = async () => {};
    service.hooks.beforePage = async () => {};
    await waitUntil(async () => (await readdir(service.workDir)).every((name) => name === 'bin'), {
      what: 'the work folder to be empty',
    });
  });

  const drawn = async (id: string, times = 1) => {
    const { pages, finished } = service.previewOf(id);
    await waitUntil(() => finished.length >= times, { what: 'the preview', timeoutMs: 55_000 });
    return { pages: [...pages.entries()].toSorted(([a], [b]) => a - b), ...finished.at(-1) };
  };
  const queueIsEmpty = () =>
    waitUntil(async () => (await service.broker.depth('media-validation.previews')) === 0, { what: 'an empty queue' });

  it('follows a check that passed, without anybody asking', async () => {
    const { id } = await service.verdict('a.pdf', pdf({ pages: 2 }));
    expect(await drawn(id)).toMatchObject({ pageCount: 2, imageCount: 2 });
  });

  it('gives each page as a WebP, cropped and turned as a reader shows it', async () => {
    const { id } = await service.announcePassed(
      pagesPdf([
        '/MediaBox [0 0 595 842]',
        '/MediaBox [0 0 595 842] /Rotate 90',
        '/MediaBox [0 0 595 842] /CropBox [0 0 400 400]',
        '/MediaBox [0 0 20 2000]',
      ]),
    );
    const { pages, ...counts } = await drawn(id);
    expect(counts).toEqual({ pageCount: 4, imageCount: 4 });
    const sizes = await Promise.all(
      pages.map(async ([page, webp]) => {
        const { width, height, format } = await sharp(webp).metadata();
        return [page, format, width, height];
      }),
    );
    expect(sizes).toEqual([
      [1, 'webp', 1_200, 1_698],
      [2, 'webp', 1_200, 848],
      [3, 'webp', 1_200, 1_200],
      [4, 'webp', 25, 2_400],
    ]);
  });

  it('draws the first twenty pages and counts all', async () => {
    const { id } = await service.announcePassed(pdf({ pages: 23 }));
    const { pages, ...counts } = await drawn(id);
    expect(counts).toEqual({ pageCount: 23, imageCount: 20 });
    expect(pages.map(([page]) => page)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('keeps a page that is nothing but noise below 512 kB', async () => {
    const { id } = await service.announcePassed(noisyPdf(1_100, 1_100));
    const { pages, ...counts } = await drawn(id);
    expect(counts).toEqual({ pageCount: 1, imageCount: 1 });
    const [, webp] = pages[0] ?? [];
    expect(webp?.length).toBeGreaterThan(100 * 1024);
    expect(webp?.length).toBeLessThanOrEqual(512 * 1024);
  });

  it.each([
    ['is no PDF', () => noise(5_000)],
    ['needs a password', () => encryptedPdf('secret')],
    ['has no pages', () => pagesPdf([])],
  ])('says that nothing will come of a document that %s', async (_, make) => {
    const { id } = await service.announcePassed(make());
    expect(await drawn(id)).toEqual({ pages: [], pageCount: 0, imageCount: 0 });
  });

  it('leaves alone what has no pages', async () => {
    const image = await service.announcePassed(await png(), 'image/png');
    const film = await service.announcePassed(await mp4(), 'video/mp4');
    const { id } = await service.announcePassed(pdf());
    await drawn(id);
    for (const other of [image, film]) expect(service.previewOf(other.id).finished).toEqual([]);
  });

  it('does not draw again what is drawn when the message comes twice', async () => {
    const { id, event } = await service.announcePassed(pdf());
    await drawn(id);
    const stored: number[] = [];
    service.hooks.beforePage = async (_, page) => void stored.push(page);
    await service.sendPassed(event);
    await queueIsEmpty();
    const next = await service.announcePassed(pdf());
    await drawn(next.id);
    expect(stored).toEqual([1]);
    expect(service.previewOf(id).finished).toHaveLength(1);
  });

  it('goes on after a stop in the middle, and ends with the same pages', async () => {
    const reached = Promise.withResolvers<void>();
    const resume = Promise.withResolvers<void>();
    service.hooks.beforePage = async (_, page) => {
      if (page < 3) return;
      reached.resolve();
      await resume.promise;
    };
    const { id } = await service.announcePassed(pdf({ pages: 5 }));
    await reached.promise;
    const stopped = service.stopService();
    resume.resolve();
    await stopped;
    expect(service.previewOf(id).finished).toEqual([]);
    const before = new Map(service.previewOf(id).pages);
    expect(before.size).toBeGreaterThan(0);
    await service.startService();
    const { pages, ...counts } = await drawn(id);
    expect(counts).toEqual({ pageCount: 5, imageCount: 5 });
    for (const [page, webp] of before) expect(pages[page - 1]?.[1].equals(webp)).toBe(true);
  });

  it('waits while upload is away', async () => {
    await service.stopUpload();
    const { id } = await service.announcePassed(pdf());
    await waitUntil(async () => (await service.broker.depth('media-validation.previews.retry')) > 0, {
      what: 'the message to wait',
    });
    await service.startUpload();
    expect(await drawn(id)).toMatchObject({ imageCount: 1 });
  });

  it('draws also when upload has not heard of the verdict yet', async () => {
    service.hooks.beforeState = async () => {
      throw new LichengError('file_not_clean');
    };
    const { id } = await service.announcePassed(pdf());
    expect(await drawn(id)).toMatchObject({ imageCount: 1 });
  });

  it('lets a check that runs end first, but does not wait for ever', async () => {
    const check = Promise.withResolvers<void>();
    const checking = Promise.withResolvers<void>();
    let fetchedAt = 0;
    let drawnAt = 0;
    service.hooks.beforeRead = async () => {
      service.hooks.beforeRead = async () => {
        fetchedAt = performance.now();
      };
      checking.resolve();
      await check.promise;
    };
    service.hooks.beforePage = async () => {
      drawnAt ||= performance.now();
    };
    const { id: checkId } = await service.announce('a.pdf', pdf());
    await checking.promise;
    const { id } = await service.announcePassed(pdf());
    await drawn(id);
    expect(drawnAt - fetchedAt).toBeGreaterThan(4_000);
    check.resolve();
    await waitUntil(async () => (await service.heard(checkId)).length === 1, { what: 'the verdict' });
    await drawn(checkId);
  });

  it('holds no check up, however long it takes', async () => {
    const resume = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    service.hooks.beforePage = async (uploadId) => {
      if (uploadId !== id) return;
      reached.resolve();
      await resume.promise;
    };
    const { id } = await service.announcePassed(pdf({ pages: 3 }));
    await reached.promise;
    for (const fileName of ['a.pdf', 'b.pdf', 'c.pdf']) {
      expect((await service.verdict(fileName, pdf())).said).toMatchObject({ mediaType: 'application/pdf' });
    }
    expect(service.previewOf(id).finished).toEqual([]);
    resume.resolve();
    await drawn(id);
  });
});
