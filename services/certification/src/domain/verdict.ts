import {
  COMMENT_MAX_CHARACTERS,
  type CertifierAction,
  LichengError,
  type RefusalReason,
} from '@licheng/portfolio-rules';
import { transition } from './case-status.ts';
import { type CertificationCase, type Certifier, type CertifyWindow, isOpen } from './certification-case.ts';
import { canVerdict, verdictStateOf } from './pending-verdict.ts';

/** What a certifier says about a version. */
export interface Judgement {
  action: CertifierAction;
  comment: string;
  refusalReason: RefusalReason | null;
}

export interface Verdict extends Judgement {
  version: number;
}

/** The student must read why; nobody needs a reason for a pass. */
const NEEDS_WHY = { certify: false, refuse: true, revoke: true } as const satisfies Record<CertifierAction, boolean>;

/**
 * A comment as it is kept: trimmed, line breaks as LF. Its length counts in Unicode code points, as everywhere.
 * @throws LichengError `comment_too_long`.
 */
export function acceptText(comment: string): string {
  const text = comment.replaceAll('\r\n', '\n').trim();
  if (Array.from(text).length > COMMENT_MAX_CHARACTERS) {
    throw new LichengError('comment_too_long', { maxCharacters: COMMENT_MAX_CHARACTERS });
  }
  return text;
}

/**
 * @throws LichengError `reason_required` and `comment_required` for a refusal or revocation that does not say why,
 * `comment_too_long`, `invalid_request` for a pass with a reason of refusal.
 */
export function acceptJudgement({ action, comment, refusalReason }: Judgement): Judgement {
  if (NEEDS_WHY[action] && refusalReason === null) throw new LichengError('reason_required');
  if (!NEEDS_WHY[action] && refusalReason !== null) {
    throw new LichengError('invalid_request', { field: 'refusalReason' });
  }
  const text = acceptText(comment);
  if (text === '' && NEEDS_WHY[action]) throw new LichengError('comment_required');
  return { action, comment: text, refusalReason };
}

/** The same certifier asking for the very decision that stands: a double click or a repeated request. */
function isRepeat({ pending, decision }: CertificationCase, verdict: Judgement, certifier: Certifier): boolean {
  const standing = pending ?? decision;
  return (
    standing !== null &&
    standing.action === verdict.action &&
    standing.certifierId === certifier.personId &&
    standing.comment === verdict.comment &&
    standing.refusalReason === verdict.refusalReason
  );
}

/**
 * Whether a verdict is possible about a case as it stands, or is the one that stands already.
 * @throws LichengError `version_conflict` about another version than the present one; `already_decided` with who, what
 * and when to whoever comes second; `transition_not_allowed`; `window_closed` with the window.
 */
export function judge(
  present: CertificationCase,
  verdict: Verdict,
  certifier: Certifier,
  window: CertifyWindow | null,
  now: Date,
): 'possible' | 'repeated' {
  if (verdict.version !== present.version) throw new LichengError('version_conflict', { version: present.version });
  if (isRepeat(present, verdict, certifier)) return 'repeated';
  const { status, pending, decision, sealedBatchId } = present;
  const next = transition(status, verdict.action, pending !== null);
  if (!next.ok) {
    const standing = pending ?? decision;
    if (standing === null || sealedBatchId !== null) throw new LichengError('transition_not_allowed', next.refusal);
    throw new LichengError('already_decided', {
      certifierName: standing.certifierName,
      onBehalfOfName: standing.onBehalfOf?.name ?? null,
      action: standing.action,
      decidedAt: standing.decidedAt.toISOString(),
      pending: pending !== null,
    });
  }
  if (!isOpen(window, now)) {
    throw new LichengError('window_closed', {
      operation: 'certify',
      opensAt: window?.opensAt.toISOString() ?? null,
      closesAt: window?.closesAt.toISOString() ?? null,
    });
  }
  return 'possible';
}

/**
 * Whether the certifier's verdict can be taken back, or is taken back already.
 * @throws LichengError `undo_expired` when it is published, `not_found` for whoever gave none.
 */
export function judgeUndo(present: CertificationCase, certifier: Certifier): 'possible' | 'repeated' {
  const state = verdictStateOf(present, certifier.personId);
  if (state === null) throw new LichengError('not_found');
  if (state === 'undone') return 'repeated';
  if (!canVerdict('undo', state)) throw new LichengError('undo_expired');
  return 'possible';
}
