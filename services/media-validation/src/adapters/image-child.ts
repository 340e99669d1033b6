/** What the parent asks and hears over the process channel. */
export interface ImageRequest {
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

/** The child's side: decodes one picture at a time for as long as the parent is there. */
export async function serveImages(): Promise<void> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  // Of the many formats the library could open, these two are the ones we take.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: ['VipsForeignLoadJpegFile', 'VipsForeignLoadPngFile'] });
  process.on('message', ({ source, target }: ImageRequest) => {
    const answer = (response: ImageResponse) => process.send?.(response);
    sharp(source, { limitInputPixels: MAX_INPUT_PIXELS, failOn: 'truncated', sequentialRead: true })
      .autoOrient()
      .resize({ width: THUMBNAIL_WIDTH, height: THUMBNAIL_MAX_HEIGHT, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75 })
      .toFile(target)
      .then(
        () => answer({ readable: true }),
        () => answer({ readable: false }),
      );
  });
  process.once('disconnect', () => process.exit(0));
}
