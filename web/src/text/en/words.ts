import type { Operation, RefusalReason } from '@licheng/portfolio-rules';

/** Words that texts of several pages use. */

export const operation = {
  upload: 'Upload',
  submit: 'Submit for certification',
  certify: 'Certification',
  select: 'Selection',
  hand_in: 'Hand-in',
} satisfies Record<Operation, string>;

export function operationName(value: string | null): string {
  return value !== null && value in operation ? operation[value as Operation] : 'This step';
}

export function many(count: number, one: string, other: string): string {
  return `${count} ${count === 1 ? one : other}`;
}

export const status = {
  awaiting_submission: 'Awaiting submission',
  under_certification: 'Under certification',
  certified: 'Certified',
  refused: 'Refused',
};

/** Why a certifier refused, in the same words to both sides. */
export const refusalReason = {
  not_own_work: "Not the student's own work",
  wrong_course: 'Does not belong to this course',
  file_unreadable: 'File cannot be read',
  other: 'Other',
} satisfies Record<RefusalReason, string>;
