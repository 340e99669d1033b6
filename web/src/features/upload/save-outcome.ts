import { FILE_SLOTS, type FileSlot, normalizeSummary } from '@licheng/portfolio-rules';
import type { OutcomeResource } from '@licheng/rest-contract';
import { ApiProblem } from '../../api/api-problem.ts';
import { api, type OutcomeContent } from '../../api/endpoints.ts';
import { onLiveEvent } from '../../api/live.ts';
import { queryClient } from '../../api/queries.ts';
import type { SessionState } from './session-state.ts';

export function contentOf(state: SessionState): OutcomeContent {
  return {
    summary: normalizeSummary(state.summary),
    documentUploadId: state.files.document.uploadId,
    mediaUploadId: state.files.media.uploadId,
  };
}

/** Something was changed elsewhere since; what is there now comes along, so that trying again can succeed. */
export class OvertakenError extends Error {
  readonly problem: ApiProblem;
  readonly current: OutcomeResource;

  constructor(problem: ApiProblem, current: OutcomeResource) {
    super('the outcome was changed elsewhere', { cause: problem });
    this.name = 'OvertakenError';
    this.problem = problem;
    this.current = current;
  }
}

/** Adds the outcome under the id chosen here, or changes the one that is there. Repeating it after a lost answer is safe. */
export async function saveOutcome(
  courseId: string,
  outcomeId: string,
  saved: SessionState['saved'],
  content: OutcomeContent,
): Promise<OutcomeResource> {
  try {
    return saved === null
      ? await api.addOutcome(courseId, { outcomeId, ...content })
      : await api.editOutcome(saved.outcomeId, { expectedVersion: saved.version, ...content });
  } catch (error) {
    if (!(error instanceof ApiProblem) || !MAY_BE_OUR_OWN.has(error.code)) throw error;
    const current = await api.getOutcome(outcomeId).catch(() => null);
    if (current === null) throw error;
    // Our own earlier call may have arrived although its answer did not.
    if (holdsContent(current, content)) return current;
    throw new OvertakenError(error, current);
  }
}

const MAY_BE_OUR_OWN: ReadonlySet<string> = new Set(['version_conflict', 'idempotency_key_reused']);

function holdsContent(outcome: OutcomeResource, content: OutcomeContent): boolean {
  const uploadIn = (slot: FileSlot) => outcome.files.find((file) => file.slot === slot)?.uploadId ?? null;
  return (
    outcome.summary === content.summary &&
    uploadIn('document') === content.documentUploadId &&
    uploadIn('media') === content.mediaUploadId
  );
}

/** Resolves when a live event speaks of this outcome or one of its uploads, or after a few seconds without one. */
export function nextHint(outcomeId: string, state: SessionState, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stopListening();
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    const stopListening = onLiveEvent((event) => {
      if (event.kind === 'resync') done();
      if (event.kind === 'outcome' && event.outcomeId === outcomeId) done();
      if (event.kind === 'upload' && FILE_SLOTS.some((slot) => state.files[slot].uploadId === event.uploadId)) done();
    });
  });
}

const CHANGED_BY_SAVING: readonly unknown[] = ['courses', 'outcomes', 'home', 'outcome', 'versions'];

export async function refreshLists(): Promise<void> {
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => CHANGED_BY_SAVING.includes(queryKey[0]) });
}
