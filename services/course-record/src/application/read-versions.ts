import { type FileSlot, LichengError } from '@licheng/portfolio-rules';
import type { OutcomeFile, OutcomeVersion } from '../domain/outcome.ts';
import type { Caller, Deps, PreviewLinks } from './ports.ts';

/** A file of one version; version 0 is the current one. */
export interface WantedFile {
  outcomeId: string;
  version: number;
  slot: FileSlot;
}

/** Every version of an outcome, newest first. @throws LichengError `not_found` */
export async function listVersions(deps: Deps, caller: Caller, outcomeId: string): Promise<OutcomeVersion[]> {
  const versions = await deps.withRecords(caller.institutionId, (records) =>
    records.outcomes.versions(outcomeId, caller.personId),
  );
  if (versions.length === 0) throw new LichengError('not_found');
  return versions;
}

/** A link to a file, for its student only. @throws LichengError `not_found`, `file_not_clean` */
export async function createFileLink(
  deps: Deps,
  caller: Caller,
  wanted: WantedFile & { variant: 'file' | 'thumbnail' },
): Promise<string> {
  return deps.uploads.createLink((await findFile(deps, caller, wanted)).uploadId, wanted.variant);
}

/** Links to the page images of a document, for its student only. @throws LichengError `not_found`, `file_not_clean` */
export async function createPreviewLinks(deps: Deps, caller: Caller, wanted: WantedFile): Promise<PreviewLinks> {
  return deps.uploads.createPreviewLinks((await findFile(deps, caller, wanted)).uploadId);
}

async function findFile(deps: Deps, caller: Caller, { outcomeId, version, slot }: WantedFile): Promise<OutcomeFile> {
  const files = await deps.withRecords(caller.institutionId, (records) =>
    records.outcomes.filesOf(outcomeId, caller.personId, version),
  );
  const file = files.find((candidate) => candidate.slot === slot);
  if (file === undefined) throw new LichengError('not_found');
  // Upload knows of the check by its own copy, which may be newer than ours: it decides about what is not rejected here.
  if (file.check === 'rejected') throw new LichengError('file_not_clean', { rejection: file.rejection });
  return file;
}
