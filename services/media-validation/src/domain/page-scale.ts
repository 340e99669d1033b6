/** Pixels: readable on a desk, and a phone may zoom in. */
const WIDTH = 1_200;
/** Bounds the work for pages that are long strips. */
const MAX_HEIGHT = 2_400;

/** How many pixels the longer side of a page's image has; null for a page of no size. */
export function longerSideOf({ width, height }: { width: number; height: number }): number | null {
  if (!(width > 0 && height > 0)) return null;
  const scale = Math.min(WIDTH / width, MAX_HEIGHT / height);
  return Math.max(1, Math.round(Math.max(width, height) * scale));
}
