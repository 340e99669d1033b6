import type { CertifierAction, RefusalReason } from '@licheng/portfolio-rules';
import type { FoundCase, Seen } from '../application/ports.ts';
import type { CaseStatus } from '../domain/case-status.ts';
import type { CaseFile, CertificationCase, Decision, NamedPerson } from '../domain/certification-case.ts';

export interface CaseRow {
  outcome_id: string;
  institution_id: string;
  version: number;
  revision: number;
  status: CaseStatus;
  course_id: string;
  student_id: string;
  student_name: string;
  subject: string;
  academic_year: number;
  term_system: string;
  term: string;
  summary: string;
  files: CaseFile[];
  submitted_at: Date;
  decided_action: CertifierAction | null;
  decided_at: Date | null;
  certifier_id: string | null;
  certifier_name: string | null;
  on_behalf_of_id: string | null;
  on_behalf_of_name: string | null;
  comment: string | null;
  refusal_reason: RefusalReason | null;
  pending_action: CertifierAction | null;
  pending_decided_at: Date | null;
  pending_certifier_id: string | null;
  pending_certifier_name: string | null;
  pending_on_behalf_of_id: string | null;
  pending_on_behalf_of_name: string | null;
  pending_comment: string | null;
  pending_refusal_reason: RefusalReason | null;
  publish_at: Date | null;
  undone_by_id: string | null;
  sealed_batch_id: string | null;
}

export const CASE_COLUMNS = `c.outcome_id, c.institution_id, c.version, c.revision, c.status, c.course_id, c.student_id,
  c.student_name, c.subject, c.academic_year, c.term_system, c.term, c.summary, c.files, c.submitted_at, c.decided_action,
  c.decided_at, c.certifier_id, c.certifier_name, c.on_behalf_of_id, c.on_behalf_of_name, c.comment, c.refusal_reason,
  c.pending_action, c.pending_decided_at, c.pending_certifier_id, c.pending_certifier_name, c.pending_on_behalf_of_id,
  c.pending_on_behalf_of_name, c.pending_comment, c.pending_refusal_reason, c.publish_at, c.undone_by_id, c.sealed_batch_id`;

/** What `seenBy` adds to a case. */
export interface SeenRow extends CaseRow {
  claimed_by_name: string | null;
  claim_expires_at: Date | null;
  deputising_for_id: string | null;
  deputising_for_name: string | null;
}

export interface FoundRow extends SeenRow {
  opens_at: Date | null;
  closes_at: Date | null;
  now: Date;
  teacher_ids: string[];
  deputy_ids: string[];
}

const named = (id: string | null, name: string | null): NamedPerson | null =>
  id === null ? null : { id, name: name ?? '' };

function toDecision(row: CaseRow): Decision | null {
  if (row.decided_action === null || row.decided_at === null) return null;
  return {
    action: row.decided_action,
    certifierId: row.certifier_id ?? '',
    certifierName: row.certifier_name ?? '',
    onBehalfOf: named(row.on_behalf_of_id, row.on_behalf_of_name),
    comment: row.comment ?? '',
    refusalReason: row.refusal_reason,
    decidedAt: row.decided_at,
  };
}

function toPending(row: CaseRow): CertificationCase['pending'] {
  if (row.pending_action === null || row.pending_decided_at === null || row.publish_at === null) return null;
  return {
    action: row.pending_action,
    certifierId: row.pending_certifier_id ?? '',
    certifierName: row.pending_certifier_name ?? '',
    onBehalfOf: named(row.pending_on_behalf_of_id, row.pending_on_behalf_of_name),
    comment: row.pending_comment ?? '',
    refusalReason: row.pending_refusal_reason,
    decidedAt: row.pending_decided_at,
    publishAt: row.publish_at,
  };
}

export function toCase(row: CaseRow): CertificationCase {
  return {
    outcomeId: row.outcome_id,
    institutionId: row.institution_id,
    version: row.version,
    revision: row.revision,
    status: row.status,
    courseId: row.course_id,
    studentId: row.student_id,
    studentName: row.student_name,
    subject: row.subject,
    academicYear: row.academic_year,
    termSystem: row.term_system,
    term: row.term,
    summary: row.summary,
    files: row.files,
    submittedAt: row.submitted_at,
    decision: toDecision(row),
    pending: toPending(row),
    undoneById: row.undone_by_id,
    sealedBatchId: row.sealed_batch_id,
  };
}

export function toSeen(row: SeenRow): Seen {
  const { claimed_by_name: certifierName, claim_expires_at: expiresAt } = row;
  return {
    case: toCase(row),
    claim: certifierName === null || expiresAt === null ? null : { certifierName, expiresAt },
    deputisingFor: named(row.deputising_for_id, row.deputising_for_name),
  };
}

export function toFound(row: FoundRow): FoundCase {
  const { opens_at: opensAt, closes_at: closesAt } = row;
  return {
    ...toSeen(row),
    teacherIds: row.teacher_ids,
    deputyIds: row.deputy_ids,
    window: opensAt === null || closesAt === null ? null : { opensAt, closesAt },
    now: row.now,
  };
}
