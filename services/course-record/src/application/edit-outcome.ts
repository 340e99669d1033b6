import { LichengError } from '@licheng/portfolio-rules';
import { acceptSummary, requireFile, requireNotInHandIn, requireVersion } from '../domain/guards.ts';
import type { Outcome } from '../domain/outcome.ts';
import { can, requireTransition } from '../domain/outcome-status.ts';
import { requireUploadInTime } from '../domain/windows.ts';
import {
  attached,
  fetchUploads,
  requireOwnSlots,
  sameUploads,
  type UploadsBySlot,
  uploadIdsOf,
} from './attached-files.ts';
import { outcomeChanged } from '../domain/facts.ts';
import { findOwn, type OutcomeView, viewOf, viewOwn } from './outcome-view.ts';
import type { AttachedFile, Caller, Deps, StoredUpload } from './ports.ts';
import { repeatOnLostRace } from './repeat-on-lost-race.ts';

export interface EditOutcome {
  outcomeId: string;
  expectedVersion: number;
  summary: string;
  /** What each slot shall hold afterwards; the present upload keeps it, null removes it. */
  uploads: UploadsBySlot;
}

/** The file kept from the current version, or the upload newly attached. */
function fileFor(uploadId: string, outcome: Outcome, fresh: readonly StoredUpload[]): AttachedFile {
  const kept = outcome.files.find((file) => file.uploadId === uploadId);
  if (kept !== undefined) {
    const { slot, fileName, mediaType, sizeBytes, sha256 } = kept;
    return { uploadId, slot, fileName, mediaType, sizeBytes, sha256 };
  }
  const upload = fresh.find(({ id }) => id === uploadId);
  // It was held when this command first looked and has been replaced since.
  if (upload === undefined) throw new LichengError('version_conflict', { currentVersion: outcome.version });
  return attached(upload);
}

/**
 * 儲存: a new immutable version; the status stays. The same edit sent twice is one.
 * @throws LichengError `not_found`, `version_conflict`, `transition_not_allowed`, `window_closed`, `file_required`,
 *   `summary_too_long`, `upload_not_found`, `upload_incomplete`
 */
export async function editOutcome(deps: Deps, caller: Caller, command: EditOutcome): Promise<OutcomeView> {
  const { outcomeId, expectedVersion } = command;
  const wantedIds = uploadIdsOf(command.uploads);
  requireFile(wantedIds);
  const summary = acceptSummary(command.summary);
  const studentId = caller.personId;

  // Which uploads are new is read first and asked about outside the transaction that writes.
  const before = await deps.withRecords(caller.institutionId, (records) => findOwn(records, outcomeId, studentId));
  const held = new Set(before.outcome.files.map((file) => file.uploadId));
  const isNew = (id: string | null) => (id !== null && !held.has(id) ? id : null);
  const fresh: StoredUpload[] = await fetchUploads(deps.uploads, caller, {
    document: isNew(command.uploads.document),
    media: isNew(command.uploads.media),
  });

  return repeatOnLostRace(() =>
    deps.withRecords(caller.institutionId, async (records) => {
      await records.outcomes.lockUploads(wantedIds);
      const { outcome, windows, now } = await findOwn(records, outcomeId, studentId);
      const currentIds = outcome.files.map((file) => file.uploadId);
      const alreadyDone =
        outcome.version === expectedVersion + 1 &&
        can('edit', outcome.status) &&
        outcome.summary === summary &&
        sameUploads(currentIds, wantedIds);
      if (alreadyDone) return viewOf(outcome, { windows, now });

      requireVersion(outcome, expectedVersion);
      const { next } = requireTransition(outcome.status, 'edit');
      requireNotInHandIn(outcome, 'edit');
      const files = wantedIds.map((id) => fileFor(id, outcome, fresh));
      requireOwnSlots(files, command.uploads);
      const startedAt = fresh.filter(({ id }) => !currentIds.includes(id)).map((upload) => upload.startedAt);
      requireUploadInTime(windows, now, startedAt);

      await records.outcomes.addVersion(
        outcome,
        { next, summary, files },
        { fact: 'edited', at: now, actorName: caller.name },
      );
      await records.tell([outcomeChanged('edited', { ...outcome, status: next })]);
      return viewOwn(records, outcomeId, studentId);
    }),
  );
}
