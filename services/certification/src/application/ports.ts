import type { CertifierAction, ErrorCode, ErrorDetails, Role } from '@licheng/portfolio-rules';
import type { CaseStatus } from '../domain/case-status.ts';
import type {
  CertificationCase,
  Certifier,
  CertifyWindow,
  HistoryEntry,
  NamedPerson,
  Submission,
} from '../domain/certification-case.ts';
import type { Appointment, AppointmentFacts, Deputy } from '../domain/deputy.ts';
import type { Verdict } from '../domain/verdict.ts';

/** Who has a case open besides the caller. */
interface Claim {
  certifierName: string;
  expiresAt: Date;
}

/** What a certifier sees of a case besides the case itself. */
export interface Seen {
  case: CertificationCase;
  claim: Claim | null;
  /** The teacher the caller would decide for; null in their own right. */
  deputisingFor: NamedPerson | null;
}

/** A case with everything a decision about it depends on, as of one moment of the database's clock. */
export interface FoundCase extends Seen {
  teacherIds: readonly string[];
  /** Who deputises for one of the teachers today. */
  deputyIds: readonly string[];
  window: CertifyWindow | null;
  now: Date;
}

/** Where a page of the queue begins: after this case. */
export interface Position {
  submittedAt: Date;
  outcomeId: string;
  /** As counted for the first page. */
  matchingCount: number;
}

export interface QueueFilter {
  statuses: readonly CaseStatus[];
  courseId: string | null;
  /** Part of a student's name or a subject; empty for all. */
  search: string;
  /** Only what was submitted at least so many days ago. */
  minAgeDays: number;
}

/** One page of a certifier's queue and what stands above it. */
export interface Queue {
  cases: Seen[];
  waitingCount: number;
  matchingCount: number;
  /** By academic year. */
  windows: ReadonlyMap<number, CertifyWindow>;
  now: Date;
}

export interface QueueCourse {
  courseId: string;
  subject: string;
  academicYear: number;
  termSystem: string;
  term: string;
  waitingCount: number;
}

/** One institution's cases inside one transaction; every change tells its event in the same one. */
export interface Cases {
  /** @param personId who asks: null for nobody. */
  find(outcomeId: string, personId: string | null): Promise<FoundCase | null>;
  /** Oldest first. */
  history(outcomeId: string): Promise<HistoryEntry[]>;
  /** Up to `limit` cases, oldest submission first, of the courses the certifier answers for. */
  queue(certifier: Certifier, filter: QueueFilter, after: Position | null, limit: number): Promise<Queue>;
  queueCourses(certifier: Certifier): Promise<QueueCourse[]>;
  /**
   * Opens the first round, or a later one over `present`; a verdict that waits to be published goes with the version it
   * was about. @returns false when somebody was faster.
   */
  open(submission: Submission, status: CaseStatus, present: CertificationCase | null): Promise<boolean>;
  /**
   * Gives a verdict in one statement if everything holds as it commits: the version, a status the action is possible in,
   * no other verdict waiting, the certifier's right and the window. @returns the case, or null when something did not hold.
   */
  give(outcomeId: string, verdict: Verdict, certifier: Certifier): Promise<FoundCase | null>;
  /** Takes the person's own verdict back if it still waits. @returns the case, or null when it does not. */
  undo(outcomeId: string, certifier: Certifier): Promise<FoundCase | null>;
  /** Publishes verdicts whose time has come and that nobody else is at. @returns how many. */
  publishDue(limit: number): Promise<number>;
  /** @returns when the claim ends. */
  claim(found: FoundCase, certifier: Certifier): Promise<void>;
  /** @returns false when there was no claim. */
  release(outcomeId: string, certifier: Certifier): Promise<boolean>;
  /** Locks what exists of these cases, in one order for everybody. */
  lock(
    outcomeIds: readonly string[],
  ): Promise<
    (Pick<CertificationCase, 'outcomeId' | 'version' | 'status' | 'sealedBatchId'> & { verdictPending: boolean })[]
  >;
  /** Moves locked cases to the status that `seal` leads to. */
  seal(outcomeIds: readonly string[], batchId: string, sealedByName: string): Promise<void>;
}

export interface CaseStore {
  transaction<T>(institutionId: string, work: (cases: Cases) => Promise<T>): Promise<T>;
  /** Institutions with a verdict whose time to be published has come. */
  institutionsDue(): Promise<string[]>;
}

/** Local copies of what other services own. */
export interface Copies {
  assignTeachers(course: {
    courseId: string;
    teacherIds: readonly string[];
    version: number;
    subject: string;
    academicYear: number;
    termSystem: string;
    term: string;
  }): Promise<void>;
  setWindow(window: CertifyWindow & { academicYear: number; version: number }): Promise<void>;
  rememberPerson(person: { personId: string; role: string; name: string }): Promise<void>;
}

export interface SavedComment {
  id: string;
  text: string;
}

/** A person's own comments to choose from. */
export interface SavedComments {
  list(owner: Certifier): Promise<SavedComment[]>;
  /** @returns false when the person has `limit` others already. */
  put(owner: Certifier, comment: SavedComment, limit: number): Promise<boolean>;
  delete(owner: Certifier, id: string): Promise<void>;
}

/** What an administrator chooses from. */
export interface Choices {
  people: { id: string; name: string; role: Role }[];
  courses: { courseId: string; subject: string; academicYear: number; teacherIds: string[] }[];
}

export interface Deputies {
  /** Newest first. */
  list(institutionId: string): Promise<{ deputies: Deputy[]; choices: Choices }>;
  /** Appoints unless the id is there; `check` may throw. @returns what stands under the id. */
  appoint(by: Certifier, appointment: Appointment, check: (facts: AppointmentFacts) => void): Promise<Deputy>;
  /** Ends it if it has no end yet. @returns null when there is none. */
  end(by: Certifier, id: string): Promise<Deputy | null>;
}

export interface PreviewLinks {
  /** pending, ready or unavailable. */
  state: string;
  pageCount: number;
  /** Path and query of one image per page. */
  pagePaths: string[];
}

export interface FileLinks {
  /** @returns path and query of a link that opens the file for a few minutes. */
  create(uploadId: string, variant: 'file' | 'thumbnail'): Promise<string>;
  createPreview(uploadId: string): Promise<PreviewLinks>;
}

/** A case as a certifier sees it. */
export interface CaseView extends Seen {
  allowedActions: CertifierAction[];
  /** Whether the verdict that waits is the caller's own. */
  ownPending: boolean;
  history: HistoryEntry[];
}

/** What became of one of several verdicts. */
export type VerdictResult =
  | { outcomeId: string; view: CaseView }
  | { outcomeId: string; refusal: { code: ErrorCode; details: ErrorDetails } };
