import { LichengError } from '@licheng/portfolio-rules';
import type { Certifier } from '../domain/certification-case.ts';
import { acceptText } from '../domain/verdict.ts';
import type { SavedComment, SavedComments } from './ports.ts';

const MAX_SAVED_COMMENTS = 50;

/**
 * The same id again changes the text.
 * @throws LichengError `comment_required`, `comment_too_long`, `saved_comment_limit_reached`.
 */
export async function putSavedComment(comments: SavedComments, owner: Certifier, given: SavedComment): Promise<void> {
  const text = acceptText(given.text);
  if (text === '') throw new LichengError('comment_required');
  if (!(await comments.put(owner, { id: given.id, text }, MAX_SAVED_COMMENTS))) {
    throw new LichengError('saved_comment_limit_reached', { limit: MAX_SAVED_COMMENTS });
  }
}
