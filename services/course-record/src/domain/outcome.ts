import type { FileCheck, FileSlot, OutcomeStatus, RefusalReason, TermSystem } from '@licheng/portfolio-rules';

export interface OutcomeFile {
  slot: FileSlot;
  uploadId: string;
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  check: FileCheck;
  /** One of FILE_REJECTIONS; empty unless rejected. */
  rejection: string;
  hasThumbnail: boolean;
}

interface HistoryEntry {
  at: Date;
  fact: string;
  version: number;
  actorName: string;
  comment: string;
  refusalReason: RefusalReason | '';
  /** The teacher a deputy decided for; empty otherwise. */
  onBehalfOfName: string;
  /** Of a submission. */
  receiptId: string | null;
}

/** An outcome in its current version, with the course it belongs to. */
export interface Outcome {
  id: string;
  courseId: string;
  subject: string;
  academicYear: number;
  termSystem: TermSystem;
  term: string;
  studentId: string;
  studentName: string;
  status: OutcomeStatus;
  version: number;
  summary: string;
  files: OutcomeFile[];
  createdAt: Date;
  submittedAt: Date | null;
  decidedAt: Date | null;
  certifierName: string;
  comment: string;
  /** Empty unless refused. */
  refusalReason: RefusalReason | '';
  /** The teacher a deputy decided for; empty otherwise. */
  onBehalfOfName: string;
  /** Of the latest submission. */
  receiptId: string | null;
  /** Newest verdict heard, kept when a new submission clears what is shown. */
  lastVerdictAt: Date | null;
  selectedAt: Date | null;
  /** The hand-in that holds it, from being sealed on. */
  handInBatchId: string | null;
  handedInAt: Date | null;
  history: HistoryEntry[];
}

/** One version of an outcome, current or past. */
export type OutcomeVersion = Pick<Outcome, 'version' | 'summary' | 'files' | 'createdAt'>;

/** What an `outcome_changed` fact names of an outcome. */
export type OutcomeRef = Pick<Outcome, 'id' | 'courseId' | 'studentId' | 'status' | 'subject'>;
