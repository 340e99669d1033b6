/** Operations of 作業時程; each has its own window [opens_at, closes_at). */
export const OPERATIONS = ['upload', 'submit', 'certify', 'select', 'hand_in'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** An upload whose first byte came before the close may finish within this time and counts as on time. */
export const UPLOAD_GRACE_MS = 15 * 60 * 1000;

const FIRST_ROC_YEAR = 1911;

/** ROC academic year (110 = 2021-08-01…2022-07-31, Asia/Taipei) that holds the given instant. */
export function academicYearOf(instant: Date): number {
  const taipei = new Date(instant.getTime() + 8 * 3600 * 1000);
  const year = taipei.getUTCFullYear() - FIRST_ROC_YEAR;
  return taipei.getUTCMonth() >= 7 ? year : year - 1;
}
