import { LichengError } from '@licheng/portfolio-rules';
import { acceptSummary, requireFile } from '../domain/guards.ts';
import { requireUploadInTime } from '../domain/windows.ts';
import { attached, fetchUploads, sameUploads, type UploadsBySlot, uploadIdsOf } from './attached-files.ts';
import { outcomeChanged } from '../domain/facts.ts';
import { findOwn, type OutcomeView, viewOf, viewOwn } from './outcome-view.ts';
import type { Caller, Deps, FirstVersion } from './ports.ts';
import { repeatOnLostRace } from './repeat-on-lost-race.ts';

export interface AddOutcome {
  outcomeId: string;
  courseId: string;
  summary: string;
  uploads: UploadsBySlot;
}

/**
 * 新增. The caller chooses the id, so that the same call again returns what the first one made.
 * @throws LichengError `file_required`, `summary_too_long`, `upload_not_found`, `upload_incomplete`, `not_enrolled`,
 *   `window_closed`, `idempotency_key_reused`
 */
export async function addOutcome(deps: Deps, caller: Caller, command: AddOutcome): Promise<OutcomeView> {
  const { outcomeId, courseId } = command;
  const uploadIds = uploadIdsOf(command.uploads);
  requireFile(uploadIds);
  const summary = acceptSummary(command.summary);
  const uploads = await fetchUploads(deps.uploads, caller, command.uploads);
  const studentId = caller.personId;

  const sameAsFirst = (first: FirstVersion) =>
    first.courseId === courseId && first.summary === summary && sameUploads(first.uploadIds, uploadIds);

  return repeatOnLostRace(
    () =>
      deps.withRecords(caller.institutionId, async (records) => {
        await records.outcomes.lockUploads(uploadIds);
        const { place, existing } = await records.outcomes.beforeAdding({ outcomeId, courseId, studentId });
        if (existing !== null) {
          if (!sameAsFirst(existing)) throw new LichengError('idempotency_key_reused');
          return viewOwn(records, outcomeId, studentId);
        }
        if (place === null) throw new LichengError('not_enrolled');
        const startedAt = uploads.map((upload) => upload.startedAt);
        requireUploadInTime(place.windows, place.now, startedAt);

        const note = { fact: 'added', at: place.now, actorName: caller.name };
        await records.outcomes.add({ id: outcomeId, courseId, studentId, summary, files: uploads.map(attached) }, note);
        const { outcome, ...moment } = await findOwn(records, outcomeId, studentId);
        await records.tell([outcomeChanged('added', outcome)]);
        return viewOf(outcome, moment);
      }),
    'idempotency_key_reused',
  );
}
