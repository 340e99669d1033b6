import type {
  CertifierAction,
  ErrorCode,
  ErrorDetails,
  FileCheck,
  FileRejection,
  FileSlot,
  Operation,
  OutcomeAction,
  OutcomeStatus,
  Role,
  TermSystem,
} from '@licheng/portfolio-rules';

/** Instants are ISO 8601 in UTC, by the server's clock. */
export type Instant = string;

/** Every refusal, `application/problem+json` (RFC 9457). `code` is stable; `type` is `urn:licheng:error:<code>`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  details: ErrorDetails;
}

/** GET /session */
export interface SessionResource {
  person: { id: string; name: string; login: string; role: Role };
  institution: { id: string; name: string };
  /** Send as `X-CSRF-Token` with everything but GET and HEAD. */
  csrfToken: string;
  serverTime: Instant;
}

export interface WindowResource {
  operation: Operation;
  opensAt: Instant;
  closesAt: Instant;
  open: boolean;
}

export interface CourseResource {
  id: string;
  academicYear: number;
  termSystem: TermSystem;
  term: string;
  subject: string;
  creditsEarned: string;
  qualitativeComment: string;
  grade: string;
  outcomeCount: number;
  awaitingSubmissionCount: number;
  refusedCount: number;
  canAdd: boolean;
}

/** GET /courses */
export interface CourseListResource {
  courses: CourseResource[];
  windows: WindowResource[];
  serverTime: Instant;
}

export interface OutcomeFileResource {
  slot: FileSlot;
  uploadId: string;
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  check: FileCheck;
  rejection: FileRejection | null;
  /** Opens the file (303 to a short-lived signed link); null until the check has passed. */
  href: string | null;
  thumbnailHref: string | null;
}

export interface HistoryEntryResource {
  at: Instant;
  fact: string;
  version: number;
  actorName: string;
  comment: string;
}

export interface OutcomeResource {
  id: string;
  courseId: string;
  subject: string;
  academicYear: number;
  status: OutcomeStatus;
  version: number;
  summary: string;
  files: OutcomeFileResource[];
  createdAt: Instant;
  submittedAt: Instant | null;
  decidedAt: Instant | null;
  certifierName: string;
  comment: string;
  allowedActions: OutcomeAction[];
  /** Why `submit` is absent although the status would allow it. */
  submitBlockedBy: ErrorCode | null;
  selected: boolean;
  handedInAt: Instant | null;
  history: HistoryEntryResource[];
}

/** GET /courses/:courseId/outcomes */
export interface OutcomeListResource {
  course: CourseResource;
  outcomes: OutcomeResource[];
  windows: WindowResource[];
}

export interface CaseFileResource {
  slot: FileSlot;
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  href: string;
  thumbnailHref: string | null;
}

export interface CaseResource {
  outcomeId: string;
  version: number;
  courseId: string;
  subject: string;
  academicYear: number;
  termSystem: TermSystem;
  term: string;
  studentName: string;
  status: Exclude<OutcomeStatus, 'awaiting_submission'>;
  summary: string;
  files: CaseFileResource[];
  submittedAt: Instant;
  decidedAt: Instant | null;
  certifierName: string;
  comment: string;
  allowedActions: CertifierAction[];
}

/** GET /certification/cases */
export interface CaseListResource {
  cases: CaseResource[];
  nextPageToken: string;
  waitingCount: number;
  windowOpen: boolean;
}

/** GET /selection?academicYear= */
export interface SelectionResource {
  academicYear: number;
  academicYears: number[];
  limit: number;
  outcomes: OutcomeResource[];
  windows: WindowResource[];
}

/** GET /hand-ins/preview?academicYear= */
export interface HandInPreviewResource {
  academicYear: number;
  academicYears: number[];
  readyCount: number;
  studentCount: number;
  alreadyHandedInCount: number;
  certifiedNotSelectedCount: number;
  windows: WindowResource[];
}

export interface HandInItemResource {
  id: string;
  outcomeId: string;
  studentName: string;
  subject: string;
  version: number;
  files: { slot: FileSlot; fileName: string; sizeBytes: number; sha256: string }[];
  status: 'sent' | 'received' | 'rejected';
  rejection: string | null;
  acknowledgedAt: Instant | null;
}

export interface HandInBatchResource {
  id: string;
  number: number;
  academicYear: number;
  status: 'sealing' | 'submitted' | 'acknowledged';
  createdAt: Instant;
  items: HandInItemResource[];
}

/** GET /hand-ins */
export interface HandInListResource {
  batches: HandInBatchResource[];
}

/** GET /central/holdings?academicYear= (operator): what the central database says it holds. */
export interface HoldingListResource {
  holdings: {
    itemId: string;
    batchId: string;
    outcomeId: string;
    version: number;
    institutionId: string;
    academicYear: number;
    /** Of the bytes that were received and stored. */
    files: { slot: string; sha256: string; sizeBytes: number }[];
    receivedAt: Instant;
  }[];
}

/** GET /calendar; PUT /calendar/windows/:academicYear/:operation answers with the same, changed. */
export interface CalendarResource {
  serverTime: Instant;
  windows: { academicYear: number; operation: Operation; opensAt: Instant; closesAt: Instant; open: boolean }[];
}

export interface NoticeResource {
  id: string;
  kind: string;
  outcomeId: string;
  courseId: string;
  subject: string;
  createdAt: Instant;
  read: boolean;
}

/** GET /notices */
export interface NoticeListResource {
  notices: NoticeResource[];
  unreadCount: number;
}

/**
 * One `data:` of GET /events (SSE, event name `change`): a hint to fetch again, never the truth itself.
 * `resync` comes first on every (re)connection.
 */
export type LiveEvent =
  | { kind: 'resync' }
  | { kind: 'outcome'; outcomeId: string; courseId: string; change: string }
  | { kind: 'upload'; uploadId: string; check: FileCheck }
  | { kind: 'case'; outcomeId: string }
  | { kind: 'hand-in'; batchId: string }
  | { kind: 'notice' };
