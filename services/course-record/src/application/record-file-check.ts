import { outcomeChanged } from '../domain/facts.ts';
import type { FileCheckResult, Records } from './ports.ts';

/** Keeps the result of a file's check and tells the students whose outcome holds it; the first result is final. */
export async function recordFileCheck(records: Records, check: FileCheckResult): Promise<void> {
  // Whoever attaches this upload at the same time sees the result, or is seen here.
  await records.outcomes.lockUploads([check.uploadId]);
  if (!(await records.outcomes.recordCheck(check))) return;
  const holders = await records.outcomes.holdersOf(check.uploadId);
  await records.tell(holders.map((outcome) => outcomeChanged('file_checked', outcome)));
}
