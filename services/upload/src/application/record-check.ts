import type { Transaction } from '@licheng/database';
import { UPLOAD_TRANSITIONS } from '../domain/upload-status.ts';
import type { CheckResult, UploadStore } from './ports.ts';

/** @returns false when the file had its verdict already: the first one stands. @throws Error for an unknown upload. */
export async function recordCheck(
  uploads: UploadStore,
  tx: Transaction,
  { institutionId, uploadId }: { institutionId: string; uploadId: string },
  result: CheckResult,
): Promise<boolean> {
  const status = await uploads.lockStatus(tx, institutionId, uploadId);
  if (status === null) throw new Error('a check of an unknown upload');
  const next = UPLOAD_TRANSITIONS[status][result.action];
  if (next === null) return false;
  await uploads.recordCheck(tx, institutionId, uploadId, next, result);
  return true;
}
