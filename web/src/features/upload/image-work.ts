/** Runs inside the worker, or on the page where workers cannot draw. Asks and answers are plain, so that both are the same. */

export interface ImageRequest {
  blob: Blob;
  maxBytes: number;
}

export interface ImageSize {
  width: number;
  height: number;
}

export type ImageAnswer =
  | { kind: 'made'; blob: Blob; before: ImageSize; after: ImageSize }
  /** The browser cannot read this format. */
  | { kind: 'not_decodable' }
  /** Even the smallest that is still legible stays over the limit. */
  | { kind: 'too_large' };

/** Longest sides to try, then qualities: sharpness goes before size, because handwriting must stay legible. */
const LONGEST_SIDES_PX = [4096, 3200, 2560, 2048];
const QUALITIES = [0.88, 0.8, 0.72];

/** A JPEG of at most `maxBytes`, as large and as good as fits. Position and device data of the photograph fall away. */
export async function makeJpeg({ blob, maxBytes }: ImageRequest): Promise<ImageAnswer> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    return { kind: 'not_decodable' };
  }
  const before = { width: bitmap.width, height: bitmap.height };
  try {
    for (const after of sizesToTry(before)) {
      const canvas = drawn(bitmap, after);
      for (const quality of QUALITIES) {
        const made = await encode(canvas, quality);
        if (made !== null && made.size <= maxBytes) return { kind: 'made', blob: made, before, after };
      }
    }
    return { kind: 'too_large' };
  } finally {
    bitmap.close();
  }
}

/** Proportional and never larger than the original; each size once. */
export function sizesToTry({ width, height }: ImageSize): ImageSize[] {
  const longest = Math.max(width, height);
  const sides = [...new Set(LONGEST_SIDES_PX.map((side) => Math.min(side, longest)))];
  return sides.map((side) => ({
    width: Math.max(1, Math.round((width * side) / longest)),
    height: Math.max(1, Math.round((height * side) / longest)),
  }));
}

type Canvas = OffscreenCanvas | HTMLCanvasElement;

function drawn(bitmap: ImageBitmap, { width, height }: ImageSize): Canvas {
  const canvas =
    typeof OffscreenCanvas === 'function'
      ? new OffscreenCanvas(width, height)
      : Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser gives no 2d context');
  // JPEG knows no transparency: what was clear becomes paper, not black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return canvas;
}

function encode(canvas: Canvas, quality: number): Promise<Blob | null> {
  const type = 'image/jpeg';
  if ('convertToBlob' in canvas) return canvas.convertToBlob({ type, quality });
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}
