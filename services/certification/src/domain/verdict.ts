import { COMMENT_MAX_CHARACTERS, type CertifierAction, LichengError } from '@licheng/portfolio-rules';
import { transition } from './case-status.ts';
import { type CertificationCase, type Certifier, type CertifyWindow, isOpen } from './certification-case.ts';

export interface Verdict {
  version: number;
  action: CertifierAction;
  comment: string;
}

/** The student must read why; nobody needs a reason for a pass. */
const NEEDS_COMMENT = { certify: false, refuse: true, revoke: true } as const satisfies Record<
  CertifierAction,
  boolean
>;

/**
 * The comment as it is kept: trimmed, line breaks as LF. Its length counts in Unicode code points, as everywhere.
 * @throws LichengError `comment_required` or `comment_too_long`.
 */
export function acceptComment(action: CertifierAction, comment: string): string {
  const text = comment.replaceAll('\r\n', '\n').trim();
  if (text === '' && NEEDS_COMMENT[action]) throw new LichengError('comment_required');
  if (Array.from(text).length > COMMENT_MAX_CHARACTERS) {
    throw new LichengError('comment_too_long', { maxCharacters: COMMENT_MAX_CHARACTERS });
  }
  return text;
}

/** The same certifier asking for the very decision that stands: a double click or a repeated request. */
function isRepeat({ decision }: CertificationCase, verdict: Verdict, certifier: Certifier): boolean {
  return (
    decision !== null &&
    decision.action === verdict.action &&
    decision.certifierId === certifier.personId &&
    decision.comment === verdict.comment
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
  const next = transition(present.status, verdict.action);
  if (!next.ok) {
    const { decision, sealedBatchId } = present;
    if (decision === null || sealedBatchId !== null)
      throw new LichengError('transition_not_allowed', { ...next.refusal });
    throw new LichengError('already_decided', {
      certifierName: decision.certifierName,
      action: decision.action,
      decidedAt: decision.decidedAt.toISOString(),
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
