/** What people call an outcome by: its document, else its recording. */
export function outcomeName(outcome: {
  files: readonly { slot: string; fileName: string }[];
  summary: string;
}): string {
  const file = outcome.files.find(({ slot }) => slot === 'document') ?? outcome.files[0];
  return file?.fileName ?? outcome.summary;
}
