import type { OutcomeFile } from './outcome.ts';

export interface HandInBatch {
  id: string;
  number: number;
  academicYear: number;
  status: 'sealing' | 'submitted' | 'acknowledged';
  createdAt: Date;
  items: HandInItem[];
}

export interface HandInItem {
  id: string;
  outcomeId: string;
  courseId: string;
  studentId: string;
  studentName: string;
  subject: string;
  version: number;
  files: OutcomeFile[];
  /** `dropped`: certification did not seal it, so it was not sent. */
  status: 'sent' | 'received' | 'rejected' | 'dropped';
  rejection: string;
  acknowledgedAt: Date | null;
}

export interface VersionRef {
  outcomeId: string;
  version: number;
}

export interface Acknowledgement {
  itemId: string;
  batchId: string;
  result: 'received' | 'rejected';
  rejection: string;
  acknowledgedAt: Date;
}
