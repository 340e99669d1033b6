import { CERTIFIER_ACTIONS, type CertifierAction, type RefusalReason } from '@licheng/portfolio-rules';
import { type CaseStatus, can } from './case-status.ts';

export interface CaseFile {
  slot: string;
  uploadId: string;
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  hasThumbnail: boolean;
}

/** What a student submitted: one version of one outcome, whole. */
export interface Submission {
  outcomeId: string;
  version: number;
  institutionId: string;
  studentId: string;
  studentName: string;
  courseId: string;
  subject: string;
  academicYear: number;
  termSystem: string;
  term: string;
  summary: string;
  files: readonly CaseFile[];
  submittedAt: Date;
}

export interface NamedPerson {
  id: string;
  name: string;
}

/** A decision about the present round. */
export interface Decision {
  action: CertifierAction;
  certifierId: string;
  certifierName: string;
  /** The teacher a deputy decided for. */
  onBehalfOf: NamedPerson | null;
  comment: string;
  /** Null for `certify` and for what was decided before reasons were asked for. */
  refusalReason: RefusalReason | null;
  /** When it was given, not when it was published. */
  decidedAt: Date;
}

interface PendingVerdict extends Decision {
  /** From here on it is published, and until then its author may take it back. */
  publishAt: Date;
}

export interface CertificationCase extends Submission {
  revision: number;
  status: CaseStatus;
  /** What is published; null while the round waits. */
  decision: Decision | null;
  pending: PendingVerdict | null;
  /** Who took the last verdict about this round back. */
  undoneById: string | null;
  sealedBatchId: string | null;
}

/** One line of what happened to a case. */
export interface HistoryEntry {
  at: Date;
  fact: 'submitted' | 'certified' | 'refused' | 'revoked' | 'sealed';
  version: number;
  actorName: string;
  onBehalfOfName: string;
  comment: string;
  refusalReason: RefusalReason | null;
}

/** [opensAt, closesAt) of the operation `certify`. */
export interface CertifyWindow {
  opensAt: Date;
  closesAt: Date;
}

export interface Certifier {
  personId: string;
  name: string;
  institutionId: string;
  role: 'teacher' | 'administrator';
}

/** No known window is a closed one. */
export function isOpen(window: CertifyWindow | null, now: Date): boolean {
  return window !== null && window.opensAt <= now && now < window.closesAt;
}

/** Teachers certify what they teach, deputies what they deputise for today, administrators all of their institution. */
export function mayCertify(
  certifier: Certifier,
  course: { institutionId: string; teacherIds: readonly string[]; deputyIds: readonly string[] },
): boolean {
  if (course.institutionId !== certifier.institutionId) return false;
  const { role, personId } = certifier;
  return role === 'administrator' || course.teacherIds.includes(personId) || course.deputyIds.includes(personId);
}

export function allowedActions(
  { status, pending }: Pick<CertificationCase, 'status' | 'pending'>,
  window: CertifyWindow | null,
  now: Date,
): CertifierAction[] {
  return isOpen(window, now) ? CERTIFIER_ACTIONS.filter((action) => can(action, status, pending !== null)) : [];
}

/**
 * Whether a submission is later than the round the case stands in. A refused outcome may be sent again unchanged, so
 * the same version counts as later when it was sent later; the very same submission does not.
 */
export function isLater(submission: Submission, present: Submission): boolean {
  if (submission.version !== present.version) return submission.version > present.version;
  return submission.submittedAt > present.submittedAt;
}
