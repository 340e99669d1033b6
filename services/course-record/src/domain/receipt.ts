import type { FileSlot } from '@licheng/portfolio-rules';
import type { Outcome } from './outcome.ts';

/**
 * What a receipt says and its signature covers; the public shape is `ReceiptContent` of the REST contract. Receipts are kept
 * by students for years: fields may be added, never changed or taken away.
 */
export interface ReceiptContent {
  receiptId: string;
  institutionId: string;
  institutionName: string;
  studentId: string;
  studentName: string;
  courseId: string;
  subject: string;
  academicYear: number;
  outcomeId: string;
  version: number;
  summarySha256: string;
  files: { slot: FileSlot; fileName: string; sizeBytes: number; sha256: string }[];
  submittedAt: string;
}

export function receiptOf(
  outcome: Outcome,
  submission: {
    receiptId: string;
    institutionId: string;
    institutionName: string;
    summarySha256: string;
    submittedAt: Date;
  },
): ReceiptContent {
  const { receiptId, institutionId, institutionName, summarySha256, submittedAt } = submission;
  return {
    receiptId,
    institutionId,
    institutionName,
    studentId: outcome.studentId,
    studentName: outcome.studentName,
    courseId: outcome.courseId,
    subject: outcome.subject,
    academicYear: outcome.academicYear,
    outcomeId: outcome.id,
    version: outcome.version,
    summarySha256,
    files: outcome.files.map(({ slot, fileName, sizeBytes, sha256 }) => ({ slot, fileName, sizeBytes, sha256 })),
    submittedAt: submittedAt.toISOString(),
  };
}
