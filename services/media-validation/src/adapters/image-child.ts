import { readFile, writeFile } from 'node:fs/promises';
import type { Sharp, default as SharpModule } from 'sharp';

/** What the parent asks and hears over the process channel. */
export interface ImageRequest {
  /** A small picture of a picture, or the whole of a drawn page. */
  task: 'thumbnail' | 'page';
  source: string;
  target: string;
}
export interface ImageResponse {
  readable: boolean;
}

const THUMBNAIL_WIDTH = 320;
/** WebP ends at 16383; a thumbnail this long is none any more. */
const THUMBNAIL_MAX_HEIGHT = 1_280;
/** Above the largest phone cameras, far below what 4 MB can unfold to. */
const MAX_INPUT_PIXELS = 120_000_000;

/** What upload takes. */
const PAGE_MAX_BYTES = 512 * 1024;
/** Tried in turn until a page is small enough; hardly any page needs the second. */
const PAGE_QUALITIES = [78, 60, 40, 20, 5];
/** Little more than half the processor time of the default for a few percent more bytes. */
const PAGE_EFFORT = 2;
/** A little above what is ever asked for: the drawer rounds up. */
const MAX_PAGE_SIDE = 2_500;

/** The child's side: decodes one picture at a time for as long as the parent is there. */
export async function serveImages(): Promise<void> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  // Of the many formats the library could open, these two are the ones we take.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: ['VipsForeignLoadJpegFile', 'VipsForeignLoadPngFile'] });
  process.on('message', ({ task, source, target }: ImageRequest) => {
    const answer = (response: ImageResponse) => process.send?.(response);
    const work = task === 'thumbnail' ? makeThumbnail(sharp, source, target) : makePage(sharp, source, target);
    work.then(
      (readable) => answer({ readable }),
      () => answer({ readable: false }),
    );
  });
  process.once('disconnect', () => process.exit(0));
}

async function makeThumbnail(sharp: typeof SharpModule, source: string, target: string): Promise<boolean> {
  await sharp(source, { limitInputPixels: MAX_INPUT_PIXELS, failOn: 'truncated', sequentialRead: true })
    .autoOrient()
    .resize({ width: THUMBNAIL_WIDTH, height: THUMBNAIL_MAX_HEIGHT, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 75 })
    .toFile(target);
  return true;
}

async function makePage(sharp: typeof SharpModule, source: string, target: string): Promise<boolean> {
  const page = readPixmap(sharp, await readFile(source));
  if (page === null) return false;
  for (const quality of PAGE_QUALITIES) {
    const webp = await page.clone().webp({ quality, effort: PAGE_EFFORT }).toBuffer();
    if (webp.length > PAGE_MAX_BYTES) continue;
    await writeFile(target, webp);
    return true;
  }
  return false;
}

/** A binary PPM as pdftoppm writes it: no PNG to pack and unpack between two programs on one machine. */
function readPixmap(sharp: typeof SharpModule, file: Buffer): Sharp | null {
  const header = /^P6\n(\d{1,5}) (\d{1,5})\n255\n/.exec(file.toString('latin1', 0, 32));
  if (header === null) return null;
  const [width, height] = [Number(header[1]), Number(header[2])];
  const pixels = file.subarray(header[0].length);
  if (Math.max(width, height) > MAX_PAGE_SIDE || pixels.length !== width * height * 3) return null;
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}
