/** `receiving`: bytes are missing. The rest is what is known of the whole file (FileCheck). */
export const UPLOAD_STATUSES = ['receiving', 'checking', 'passed', 'rejected'] as const;
export type UploadStatus = (typeof UPLOAD_STATUSES)[number];

export const UPLOAD_ACTIONS = ['complete', 'pass', 'reject', 'discard', 'download'] as const;
export type UploadAction = (typeof UPLOAD_ACTIONS)[number];

/** `discarded` is no status: the row goes. A verdict on content is final, because the content cannot change. */
export const UPLOAD_TRANSITIONS = {
  receiving: { complete: 'checking', pass: null, reject: null, discard: 'discarded', download: null },
  checking: { complete: null, pass: 'passed', reject: 'rejected', discard: null, download: null },
  passed: { complete: null, pass: null, reject: null, discard: null, download: 'passed' },
  rejected: { complete: null, pass: null, reject: null, discard: null, download: null },
} as const satisfies Record<UploadStatus, Record<UploadAction, UploadStatus | 'discarded' | null>>;

export function can(action: UploadAction, status: UploadStatus): boolean {
  return UPLOAD_TRANSITIONS[status][action] !== null;
}

export const isComplete = (status: UploadStatus): boolean => !can('complete', status);
