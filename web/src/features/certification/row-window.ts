export interface RowRange {
  first: number;
  /** Not included. */
  end: number;
}

/** The rows that stand in the visible band of a list whose rows all have the same height. */
export function rowsInSight(band: { top: number; bottom: number }, rowHeight: number, count: number): RowRange {
  if (rowHeight <= 0 || count <= 0 || band.bottom <= band.top) return { first: 0, end: 0 };
  const first = Math.min(count, Math.max(0, Math.floor(band.top / rowHeight)));
  const end = Math.min(count, Math.max(first, Math.ceil(band.bottom / rowHeight)));
  return { first, end };
}

/**
 * The rows to draw: those in sight, some around them, and the one that has the focus wherever it is: taking it out of the
 * page would drop the focus.
 */
export function rowsToDraw(inSight: RowRange, around: number, count: number, pinned: number | null): number[] {
  const first = Math.max(0, inSight.first - around);
  const end = Math.min(count, inSight.end + around);
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
  if (pinned === null || pinned < 0 || pinned >= count || (pinned >= first && pinned < end)) return rows;
  return pinned < first ? [pinned, ...rows] : [...rows, pinned];
}
