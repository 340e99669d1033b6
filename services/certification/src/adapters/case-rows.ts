import type { CertifierAction } from '@licheng/portfolio-rules';
import type { CaseStatus } from '../domain/case-status.ts';
import type { CaseFile, CertificationCase } from '../domain/certification-case.ts';

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
  comment: string | null;
  sealed_batch_id: string | null;
}

export const CASE_COLUMNS = `c.outcome_id, c.institution_id, c.version, c.revision, c.status, c.course_id, c.student_id,
  c.student_name, c.subject, c.academic_year, c.term_system, c.term, c.summary, c.files, c.submitted_at, c.decided_action,
  c.decided_at, c.certifier_id, c.certifier_name, c.comment, c.sealed_batch_id`;

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
    decision:
      row.decided_action === null || row.decided_at === null
        ? null
        : {
            action: row.decided_action,
            certifierId: row.certifier_id ?? '',
            certifierName: row.certifier_name ?? '',
            comment: row.comment ?? '',
            decidedAt: row.decided_at,
          },
    sealedBatchId: row.sealed_batch_id,
  };
}
