/** Words the interface has texts for beside those of portfolio-rules. */

/** Why the browser does not even begin to send a file. */
export type FileRefusal =
  | 'empty'
  | 'too_large'
  | 'type_not_allowed'
  | 'content_does_not_match_name'
  | 'name_too_long'
  | 'unreadable'
  | 'heic_not_readable'
  | 'not_compressible';

export const FILE_PHASES = [
  'empty',
  'reading',
  'converting',
  'offered',
  'refused',
  'chosen',
  'uploading',
  'paused',
  'interrupted',
  'received',
  'checking',
  'passed',
  'rejected',
  'failed',
] as const;
/** Where one file of the upload form stands. */
export type FilePhase = (typeof FILE_PHASES)[number];

/** `fact` of an outcome's history. */
export type HistoryFact =
  | 'added'
  | 'edited'
  | 'submitted'
  | 'certified'
  | 'refused'
  | 'revoked'
  | 'selected'
  | 'unselected'
  | 'handed_in'
  | 'received'
  | 'rejected';

/** `fact` of a certification case's history. */
export type CaseHistoryFact = 'submitted' | 'certified' | 'refused' | 'revoked' | 'sealed';

/** What a letter does at the review desk. */
export type ReviewShortcut =
  | 'next'
  | 'previous'
  | 'certify'
  | 'refuse'
  | 'undo'
  | 'choose'
  | 'search'
  | 'help'
  | 'back';

export type NoticeKind =
  | 'outcome_certified'
  | 'outcome_refused'
  | 'outcome_revoked'
  | 'file_rejected'
  | 'deadline_near'
  | 'handed_in'
  | 'hand_in_rejected';

/** Why a submission receipt is not accepted. */
export type ReceiptFault = 'not_a_receipt' | 'signature_wrong' | 'text_altered' | 'key_unknown';

/** Why the central database returned an item. */
export type HandInRejection = 'hash_mismatch' | 'size_mismatch' | 'file_missing' | 'no_longer_certified';

/** A text of a `Record` by a word from the wire, or null when the word is newer than this build. */
export function textFor<T>(texts: Readonly<Record<string, T>>, word: string): T | null {
  return Object.hasOwn(texts, word) ? (texts[word] ?? null) : null;
}
