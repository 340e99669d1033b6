/** 認證狀態 as everyone sees it (manual, 補充—認證狀態說明). */
export const OUTCOME_STATUSES = ['awaiting_submission', 'under_certification', 'certified', 'refused'] as const;
export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];

/** What a person may ask of an outcome. The server sends the allowed ones; a page copies no rules. */
export const OUTCOME_ACTIONS = ['edit', 'delete', 'submit', 'select', 'unselect'] as const;
export type OutcomeAction = (typeof OUTCOME_ACTIONS)[number];

/** What a certifier may ask of a certification case. */
export const CERTIFIER_ACTIONS = ['certify', 'refuse', 'revoke'] as const;
export type CertifierAction = (typeof CERTIFIER_ACTIONS)[number];

/** Why a certifier refuses or revokes; beside it a comment in their own words is required. */
export const REFUSAL_REASONS = ['not_own_work', 'wrong_course', 'file_unreadable', 'other'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const TERM_SYSTEMS = ['undivided', 'two_terms', 'three_terms', 'four_terms'] as const;
export type TermSystem = (typeof TERM_SYSTEMS)[number];

export const ROLES = ['student', 'teacher', 'administrator', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** At most this many outcomes may be selected per academic year unless the institution's policy says otherwise. */
export const DEFAULT_SELECTION_LIMIT = 6;

export const COMMENT_MAX_CHARACTERS = 500;
