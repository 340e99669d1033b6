import { acceptSummary, requireFile, requireNotInHandIn, requireVersion } from '../domain/guards.ts';
import type { Outcome } from '../domain/outcome.ts';
import { can, requireTransition } from '../domain/outcome-status.ts';
import { requireUploadInTime } from '../domain/windows.ts';
import { attached, fetchUploads, sameUploads, type UploadsBySlot, uploadIdsOf } from './attached-files.ts';
import { outcomeChanged } from './facts.ts';
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

function keep(file: Outcome['files'][number]): AttachedFile {
  const { uploadId, slot, fileName, mediaType, sizeBytes, sha256 } = file;
  return { uploadId, slot, fileName, mediaType, sizeBytes, sha256 };
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
      const startedAt = fresh.map((upload) => upload.startedAt);
      requireUploadInTime(windows, now, startedAt);
      const kept = outcome.files.filter((file) => command.uploads[file.slot] === file.uploadId).map(keep);
      const files = [...kept, ...fresh.map(attached)];
      requireFile(files.map((file) => file.uploadId));

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
