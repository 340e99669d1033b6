import { CERTIFIER_ACTIONS, type CertifierAction } from '@licheng/portfolio-rules';
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

/** What was decided about the present round. */
interface Decision {
  action: CertifierAction;
  certifierId: string;
  certifierName: string;
  comment: string;
  decidedAt: Date;
}

export interface CertificationCase extends Submission {
  revision: number;
  status: CaseStatus;
  decision: Decision | null;
  sealedBatchId: string | null;
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

/** Teachers certify what they teach, administrators everything of their institution. */
export function mayCertify(
  certifier: Certifier,
  course: { institutionId: string; teacherIds: readonly string[] },
): boolean {
  if (course.institutionId !== certifier.institutionId) return false;
  return certifier.role === 'administrator' || course.teacherIds.includes(certifier.personId);
}

export function allowedActions(status: CaseStatus, window: CertifyWindow | null, now: Date): CertifierAction[] {
  return isOpen(window, now) ? CERTIFIER_ACTIONS.filter((action) => can(action, status)) : [];
}

/**
 * Whether a submission is later than the round the case stands in. A refused outcome may be sent again unchanged, so
 * the same version counts as later when it was sent later; the very same submission does not.
 */
export function isLater(submission: Submission, present: Submission): boolean {
  if (submission.version !== present.version) return submission.version > present.version;
  return submission.submittedAt > present.submittedAt;
}
