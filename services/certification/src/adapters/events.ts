import type { EventData } from '@licheng/contracts/events';
import type { OutgoingEvent } from '@licheng/messaging';
import type { CertifierAction } from '@licheng/portfolio-rules';
import type { CertificationCase, Certifier, Submission } from '../domain/certification-case.ts';

/** Whose open pages hear of a case. */
export interface Audience {
  teacherIds: readonly string[];
  deputyIds: readonly string[];
}

export function caseOpened(submission: Submission, { teacherIds, deputyIds }: Audience): OutgoingEvent {
  const { outcomeId, institutionId, courseId } = submission;
  return {
    type: 'certification.case.opened.v1',
    subject: outcomeId,
    data: { outcomeId, institutionId, courseId, teacherIds: [...teacherIds], deputyIds: [...deputyIds] },
  };
}

/** `decided`: a verdict that is not published yet. */
export type Touch = 'claimed' | 'released' | 'decided' | 'undone';

export function caseTouched(
  change: Touch,
  { outcomeId, institutionId, courseId }: Pick<Submission, 'outcomeId' | 'institutionId' | 'courseId'>,
  { teacherIds, deputyIds }: Audience,
  by: Pick<Certifier, 'personId' | 'name'>,
): OutgoingEvent {
  return {
    type: 'certification.case.touched.v1',
    subject: outcomeId,
    data: {
      outcomeId,
      institutionId,
      courseId,
      teacherIds: [...teacherIds],
      deputyIds: [...deputyIds],
      change,
      certifierId: by.personId,
      certifierName: by.name,
    },
  };
}

const RESULT_TYPES = {
  certify: 'certification.result.certified.v1',
  refuse: 'certification.result.refused.v1',
  revoke: 'certification.result.revoked.v1',
} as const satisfies Record<CertifierAction, OutgoingEvent['type']>;

export function resultTold(decided: CertificationCase, { teacherIds, deputyIds }: Audience): OutgoingEvent {
  const { outcomeId, version, institutionId, studentId, courseId, academicYear, files, decision } = decided;
  if (decision === null) throw new Error('a result without a decision');
  const data: EventData<(typeof RESULT_TYPES)[CertifierAction]> = {
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
    refusalReason: decision.refusalReason ?? '',
    onBehalfOfId: decision.onBehalfOf?.id ?? '',
    onBehalfOfName: decision.onBehalfOf?.name ?? '',
    deputyIds: [...deputyIds],
  };
  return { type: RESULT_TYPES[decision.action], subject: outcomeId, data };
}
