import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LichengError } from '@licheng/portfolio-rules';
import { longerSideOf } from '../domain/page-scale.ts';
import type { DocumentPages, PageImages, PageSize, Uploads } from './ports.ts';
import type { Precedence } from './precedence.ts';

export interface Drawing {
  uploads: Uploads;
  documents: DocumentPages;
  images: PageImages;
  precedence: Precedence;
  /** A private folder for files under work. */
  workDir: string;
  /** Aborted when the service is about to stop. */
  stopping: AbortSignal;
}

export const PREVIEW_DIR_PREFIX = 'preview-';

const MAX_PAGES = 20;
/** How long a page waits for checks, at most. */
const PATIENCE_MS = 5_000;

export type Preview = { pageCount: number; imageCount: number };

/**
 * Draws the first pages of a document that passed its check and hands them to upload; safe to repeat.
 * @returns null when there was nothing left to do.
 * @throws LichengError `service_unavailable` when upload is away or this service stops.
 */
export async function drawPreview(drawing: Drawing, uploadId: string): Promise<Preview | null> {
  const { uploads, documents, workDir } = drawing;
  if (!(await uploads.wantsPageImages(uploadId))) return null;
  const dir = await mkdtemp(join(workDir, PREVIEW_DIR_PREFIX));
  try {
    const source = join(dir, 'content');
    await uploads.fetch(uploadId, source);
    const measured = await documents.measure(source, MAX_PAGES);
    const imageCount = measured === null ? 0 : await drawPages(drawing, uploadId, source, measured.sizes);
    const preview = { pageCount: measured?.pageCount ?? 0, imageCount };
    await uploads.finishPageImages(uploadId, preview);
    return preview;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** @returns how many of the first pages were drawn: it ends with the first one that cannot be. */
async function drawPages(
  { uploads, documents, images, precedence, stopping }: Drawing,
  uploadId: string,
  source: string,
  sizes: readonly PageSize[],
): Promise<number> {
  const drawn = `${source}.ppm`;
  const image = `${source}.webp`;
  let count = 0;
  for (const size of sizes.slice(0, MAX_PAGES)) {
    // Between pages, so that a check waits for one of them at most.
    await precedence.quiet(PATIENCE_MS);
    if (stopping.aborted) throw new LichengError('service_unavailable');
    const longerSide = longerSideOf(size);
    if (longerSide === null) break;
    if (!(await documents.draw(source, count + 1, longerSide, drawn))) break;
    if (!(await images.page(drawn, image))) break;
    await uploads.putPageImage(uploadId, count + 1, await readFile(image));
    count += 1;
  }
  return count;
}
