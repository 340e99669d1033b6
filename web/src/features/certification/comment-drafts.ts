import { REFUSAL_REASONS, type RefusalReason } from '@licheng/portfolio-rules';
import { readStored, writeStored } from '../../lib/storage.ts';

/** What a certifier has typed about a case and not yet decided. */
export interface CommentDraft {
  comment: string;
  reason: RefusalReason | null;
}

type Stored = Record<string, CommentDraft & { at: number }>;

const KEEP_MS = 30 * 24 * 3600 * 1000;
const KEEP_COUNT = 100;

/** On a shared computer one certifier's notes are not another's. */
const storageKey = (personId: string) => `licheng.review.drafts.${personId}`;

function isDraft(value: unknown): value is CommentDraft & { at: number } {
  if (typeof value !== 'object' || value === null) return false;
  const { comment, reason, at } = value as Record<string, unknown>;
  return (
    typeof comment === 'string' &&
    typeof at === 'number' &&
    (reason === null || (REFUSAL_REASONS as readonly unknown[]).includes(reason))
  );
}

function read(personId: string): Stored {
  try {
    const parsed: unknown = JSON.parse(readStored(storageKey(personId)) ?? '{}');
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(
      Object.entries(parsed).filter((entry): entry is [string, Stored[string]] => isDraft(entry[1])),
    );
  } catch {
    return {};
  }
}

export function readDraft(personId: string, outcomeId: string): CommentDraft {
  const { comment, reason } = read(personId)[outcomeId] ?? { comment: '', reason: null };
  return { comment, reason };
}

/** Keeps the draft on this device; an empty one is forgotten, and so are very old ones. */
export function writeDraft(personId: string, outcomeId: string, draft: CommentDraft | null, now = Date.now()): void {
  const { [outcomeId]: _, ...others } = read(personId);
  const kept = Object.entries(others)
    .filter(([, { at }]) => now - at < KEEP_MS)
    .sort(([, a], [, b]) => b.at - a.at)
    .slice(0, KEEP_COUNT - 1);
  if (draft !== null && (draft.comment !== '' || draft.reason !== null))
    kept.unshift([outcomeId, { ...draft, at: now }]);
  writeStored(storageKey(personId), kept.length === 0 ? null : JSON.stringify(Object.fromEntries(kept)));
}
