/** A file as the hand-in's manifest names it. */
export interface ManifestFile {
  slot: string;
  uploadId: string;
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  /** Lower-case hex. */
  sha256: string;
}

/** One item of a hand-in. */
export interface HandInItem {
  itemId: string;
  batchId: string;
  batchNumber: number;
  institutionId: string;
  studentId: string;
  courseId: string;
  subject: string;
  academicYear: number;
  outcomeId: string;
  version: number;
  files: readonly ManifestFile[];
  submittedAt: Date;
}

type Rejection = 'hash_mismatch' | 'size_mismatch' | 'file_missing';

/** What came of asking for one file. Bytes are kept only when they are the ones the manifest names. */
export type Receipt = { kept: true } | { kept: false; rejection: Rejection };

/** Judges received bytes by the manifest. `sizeBytes` may be a lower bound when reading was broken off for being too long. */
export function judge(expected: ManifestFile, received: { sizeBytes: number; sha256: string }): Receipt {
  if (received.sizeBytes !== expected.sizeBytes) return { kept: false, rejection: 'size_mismatch' };
  if (received.sha256 !== expected.sha256.toLowerCase()) return { kept: false, rejection: 'hash_mismatch' };
  return { kept: true };
}

export type Acknowledgement = { result: 'received' } | { result: 'rejected'; rejection: Rejection };

/** An item is received when all its files are; an item without files holds nothing. */
export function acknowledge(receipts: readonly Receipt[]): Acknowledgement {
  if (receipts.length === 0) return { result: 'rejected', rejection: 'file_missing' };
  for (const receipt of receipts) {
    if (!receipt.kept) return { result: 'rejected', rejection: receipt.rejection };
  }
  return { result: 'received' };
}
