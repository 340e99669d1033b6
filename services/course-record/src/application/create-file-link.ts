import { type FileSlot, LichengError } from '@licheng/portfolio-rules';
import { findOwn } from './outcome-view.ts';
import type { Caller, Deps } from './ports.ts';

/**
 * A link to a file of the outcome's current version, for its student only.
 * @throws LichengError `not_found`; `file_not_clean` unless the file has passed its check
 */
export async function createFileLink(
  deps: Deps,
  caller: Caller,
  wanted: { outcomeId: string; slot: FileSlot; variant: 'file' | 'thumbnail' },
): Promise<string> {
  const { outcome } = await deps.withRecords(caller.institutionId, (records) =>
    findOwn(records, wanted.outcomeId, caller.personId),
  );
  const file = outcome.files.find((candidate) => candidate.slot === wanted.slot);
  if (file === undefined) throw new LichengError('not_found');
  if (file.check === 'rejected') throw new LichengError('file_not_clean', { rejection: file.rejection });
  // Upload knows of the check by its own copy, which may be newer than ours: it decides.
  return deps.uploads.createLink(file.uploadId, wanted.variant);
}
