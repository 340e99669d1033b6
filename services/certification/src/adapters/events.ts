import type { OutgoingEvent } from '@licheng/messaging';
import type { CertifierAction } from '@licheng/portfolio-rules';
import type { CertificationCase, Submission } from '../domain/certification-case.ts';

export function caseOpened(submission: Submission, teacherIds: readonly string[]): OutgoingEvent {
  const { outcomeId, institutionId, courseId } = submission;
  return {
    type: 'certification.case.opened.v1',
    subject: outcomeId,
    data: { outcomeId, institutionId, courseId, teacherIds: [...teacherIds] },
  };
}

const RESULT_TYPES = {
  certify: 'certification.result.certified.v1',
  refuse: 'certification.result.refused.v1',
  revoke: 'certification.result.revoked.v1',
} as const satisfies Record<CertifierAction, OutgoingEvent['type']>;

export function resultTold(decided: CertificationCase, teacherIds: readonly string[]): OutgoingEvent {
  const { outcomeId, version, institutionId, studentId, courseId, academicYear, files, decision } = decided;
  if (decision === null) throw new Error('a result without a decision');
  return {
    type: RESULT_TYPES[decision.action],
    subject: outcomeId,
    data: {
      outcomeId,
      version,
      institutionId,
      studentId,
      courseId,
      academicYear,
      files: [...files],
      certifierId: decision.certifierId,
      certifierName: decision.certifierName,
      comment: decision.comment,
      decidedAt: decision.decidedAt,
      teacherIds: [...teacherIds],
    },
  };
}
