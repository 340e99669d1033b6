import {
  isSummaryTooLong,
  LichengError,
  normalizeSummary,
  SUMMARY_MAX_CHARACTERS,
  summaryLength,
} from '@licheng/portfolio-rules';
import type { Outcome, OutcomeFile } from './outcome.ts';

export type FilesBlock = '' | 'file_still_checking' | 'file_rejected';

/** Why these files keep an outcome from being submitted; empty when all have passed their check. */
export function filesBlock(files: readonly OutcomeFile[]): FilesBlock {
  if (files.some((file) => file.check === 'rejected')) return 'file_rejected';
  return files.every((file) => file.check === 'passed') ? '' : 'file_still_checking';
}

/** @throws LichengError `file_rejected` or `file_still_checking` with the slot that blocks. */
export function requireFilesPassed(files: readonly OutcomeFile[]): void {
  const block = filesBlock(files);
  if (block === '') return;
  const check = block === 'file_rejected' ? 'rejected' : 'checking';
  const file = files.find((candidate) => candidate.check === check);
  throw new LichengError(block, { slot: file?.slot ?? '', rejection: file?.rejection ?? '' });
}

/** 二者需至少上傳一件 (manual 1.1). @throws LichengError `file_required` */
export function requireFile(uploadIds: readonly string[]): void {
  if (uploadIds.length === 0) throw new LichengError('file_required');
}

/** @returns the text as it is stored. @throws LichengError `summary_too_long`; `invalid_request` for text that cannot be stored. */
export function acceptSummary(text: string): string {
  if (isSummaryTooLong(text)) {
    throw new LichengError('summary_too_long', { length: summaryLength(text), limit: SUMMARY_MAX_CHARACTERS });
  }
  // PostgreSQL's text holds every character but this one.
  if (text.includes('\0')) throw new LichengError('invalid_request', { field: 'summary' });
  return normalizeSummary(text);
}

/** @throws LichengError `version_conflict` with the current version. */
export function requireVersion(outcome: Outcome, expectedVersion: number): void {
  if (outcome.version !== expectedVersion) {
    throw new LichengError('version_conflict', { currentVersion: outcome.version, expectedVersion });
  }
}

/** Being sealed for a hand-in counts: the batch already names this version. */
export function isInHandIn(outcome: Outcome): boolean {
  return outcome.handInBatchId !== null;
}

/** @throws LichengError `transition_not_allowed` once a hand-in holds the outcome. */
export function requireNotInHandIn(outcome: Outcome, action: string): void {
  if (isInHandIn(outcome)) {
    throw new LichengError('transition_not_allowed', { status: outcome.status, action, handedIn: true });
  }
}

/** @throws LichengError `selection_limit_reached` with the limit. */
export function requireSelectionRoom(selectedCount: number, limit: number): void {
  if (selectedCount >= limit) throw new LichengError('selection_limit_reached', { limit });
}
