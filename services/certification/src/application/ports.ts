import type { CertifierAction } from '@licheng/portfolio-rules';
import type { CaseStatus } from '../domain/case-status.ts';
import type { CertificationCase, Certifier, CertifyWindow, Submission } from '../domain/certification-case.ts';
import type { Verdict } from '../domain/verdict.ts';

/** A case with everything a decision about it depends on, as of one moment of the database's clock. */
export interface FoundCase {
  case: CertificationCase;
  teacherIds: readonly string[];
  window: CertifyWindow | null;
  now: Date;
}

/** Where a page of the queue begins: after this case. */
export interface Position {
  submittedAt: Date;
  outcomeId: string;
}

/** One page of a certifier's queue and what stands above it. */
export interface Queue {
  cases: CertificationCase[];
  waitingCount: number;
  /** By academic year. */
  windows: ReadonlyMap<number, CertifyWindow>;
  now: Date;
}

/** One institution's cases inside one transaction; every change tells its event in the same one. */
export interface Cases {
  find(outcomeId: string): Promise<FoundCase | null>;
  /** Up to `limit` cases, oldest submission first, of the courses the certifier answers for. */
  queue(certifier: Certifier, statuses: readonly CaseStatus[], after: Position | null, limit: number): Promise<Queue>;
  /** Opens the first round, or a later one over `present`. @returns false when somebody was faster. */
  open(submission: Submission, status: CaseStatus, present: CertificationCase | null): Promise<boolean>;
  /**
   * Decides in one statement if everything holds as it commits: the version, a status the action is possible in, the
   * certifier's right and the window. @returns the case as decided, or null when something did not hold.
   */
  decide(outcomeId: string, verdict: Verdict, certifier: Certifier): Promise<FoundCase | null>;
  /** Locks what exists of these cases, in one order for everybody. */
  lock(
    outcomeIds: readonly string[],
  ): Promise<Pick<CertificationCase, 'outcomeId' | 'version' | 'status' | 'sealedBatchId'>[]>;
  /** Moves locked cases to the status that `seal` leads to. */
  seal(outcomeIds: readonly string[], batchId: string): Promise<void>;
  assignTeachers(course: {
    courseId: string;
    institutionId: string;
    teacherIds: readonly string[];
    version: number;
  }): Promise<void>;
  setWindow(window: CertifyWindow & { institutionId: string; academicYear: number; version: number }): Promise<void>;
}

export interface CaseStore {
  transaction<T>(institutionId: string, work: (cases: Cases) => Promise<T>): Promise<T>;
}

export interface FileLinks {
  /** @returns path and query of a link that opens the file for a few minutes. */
  create(uploadId: string, variant: 'file' | 'thumbnail'): Promise<string>;
}

/** A case as a certifier sees it. */
export interface CaseView {
  case: CertificationCase;
  allowedActions: CertifierAction[];
}
