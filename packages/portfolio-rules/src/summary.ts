/** 課程學習成果簡述 may hold 100 characters, punctuation, spaces and line breaks included (manual 1.1, table row 3). */
export const SUMMARY_MAX_CHARACTERS = 100;

/** Line breaks count as one character each, whatever the operating system typed them as. */
export function normalizeSummary(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
}

/** Length in Unicode code points after normalisation: PostgreSQL's `char_length` counts the same way. */
export function summaryLength(text: string): number {
  let length = 0;
  for (const _ of normalizeSummary(text)) length += 1;
  return length;
}

export function isSummaryTooLong(text: string): boolean {
  return summaryLength(text) > SUMMARY_MAX_CHARACTERS;
}
