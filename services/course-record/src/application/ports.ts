import type { FileSlot, Operation, OutcomeStatus, TermSystem } from '@licheng/portfolio-rules';
import type { AssignedCourse, Fact } from '../domain/facts.ts';
import type { Acknowledgement, HandInBatch, HandInItem, VersionRef } from '../domain/hand-in.ts';
import type { Outcome, OutcomeFile, OutcomeRef, OutcomeVersion } from '../domain/outcome.ts';
import type { ActionFact } from '../domain/outcome-status.ts';
import type { ReceiptContent } from '../domain/receipt.ts';
import type { Pending } from '../domain/todo.ts';
import type { Judged, Verdict } from '../domain/verdict.ts';
import type { CalendarWindow } from '../domain/windows.ts';

/** The person a command is done for, with the token to ask peers on their behalf. */
export interface Caller {
  personId: string;
  institutionId: string;
  name: string;
  /** Empty when the token does not name it. */
  institutionName: string;
  token: string;
}

/** Somebody else changed the row between reading and writing it; looking again may give another answer. */
export class LostRace extends Error {}

/** By the database's clock. */
export interface Moment {
  windows: CalendarWindow[];
  now: Date;
}

export interface CourseEntry {
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
  fileRejectedCount: number;
  underCertificationCount: number;
  certifiedCount: number;
  selectedCount: number;
  canAdd: boolean;
}

export interface EnrolmentDraft {
  courseId: string;
  studentId: string;
  studentName: string;
  creditsEarned: string;
  qualitativeComment: string;
  grade: string;
}

/** Everything a student's home page is made from. */
export interface HomeFacts extends Moment {
  /** Of the newest academic year; 0 without any. */
  courses: CourseEntry[];
  newestYear: number;
  /** Of every year; what is chosen or handed in is left out. */
  pending: Pending[];
  selectedByYear: { academicYear: number; selectedCount: number }[];
  selectionLimit: number;
}

export interface CourseStore {
  home(studentId: string): Promise<HomeFacts>;
  /** Courses of a student; the windows are those of their newest academic year. */
  list(studentId: string): Promise<{ courses: CourseEntry[] } & Moment>;
  /** One course of a student with its own year's windows; null when not enrolled. */
  find(courseId: string, studentId: string): Promise<({ course: CourseEntry } & Moment) | null>;
  /** @returns the course's version, and whether it is new; null when the id is not this institution's. */
  put(course: AssignedCourse): Promise<{ version: number; changed: boolean } | null>;
  /** @returns false when there is no such course. */
  putEnrolment(enrolment: EnrolmentDraft): Promise<boolean>;
}

export interface StoredUpload {
  id: string;
  slot: FileSlot;
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  startedAt: Date;
}

/** A file as a new version holds it. */
export type AttachedFile = Pick<OutcomeFile, 'slot' | 'uploadId' | 'fileName' | 'mediaType' | 'sizeBytes' | 'sha256'>;

export interface FirstVersion {
  courseId: string;
  summary: string;
  uploadIds: string[];
  deleted: boolean;
}

export interface SelectionState {
  selectedCount: number;
  limit: number;
}

export interface HistoryNote {
  fact: string;
  at: Date;
  actorName: string;
}

export interface FileCheckResult {
  uploadId: string;
  result: 'passed' | 'rejected';
  rejection: string;
  mediaType: string;
  hasThumbnail: boolean;
}

interface SignedReceipt {
  id: string;
  keyId: string;
  jws: string;
}

/** Writes are compare-and-swap: LostRace when the outcome is no longer as it was read. */
export interface OutcomeStore {
  find(outcomeId: string, studentId: string): Promise<({ outcome: Outcome } & Moment) | null>;
  listOfCourse(courseId: string, studentId: string): Promise<Outcome[]>;
  listSelectable(studentId: string, academicYear: number): Promise<Outcome[]>;
  /** The student's course with its windows (null: not enrolled), and what an earlier call with this id made. */
  beforeAdding(target: { outcomeId: string; courseId: string; studentId: string }): Promise<{
    place: Moment | null;
    existing: FirstVersion | null;
  }>;
  /** Every version, newest first; none for anyone else's, a deleted outcome or none. */
  versions(outcomeId: string, studentId: string): Promise<OutcomeVersion[]>;
  /** Files of one version, 0 for the current one; none when there is no such version. */
  filesOf(outcomeId: string, studentId: string, version: number): Promise<OutcomeFile[]>;
  /** When this version was deleted; null when it was not. */
  deletedAt(outcomeId: string, studentId: string, version: number): Promise<Date | null>;
  /** Until the commit nobody else attaches these uploads or records their checks. */
  lockUploads(uploadIds: readonly string[]): Promise<void>;
  add(
    draft: { id: string; courseId: string; studentId: string; summary: string; files: readonly AttachedFile[] },
    note: HistoryNote,
  ): Promise<void>;
  addVersion(
    outcome: Outcome,
    draft: { next: OutcomeStatus; summary: string; files: readonly AttachedFile[] },
    note: HistoryNote,
  ): Promise<void>;
  remove(outcome: Outcome, note: HistoryNote): Promise<void>;
  /** Takes a deletion back. @returns false when there is none, or none that still can be. */
  restore(outcomeId: string, studentId: string, actorName: string): Promise<boolean>;
  submit(outcome: Outcome, next: OutcomeStatus, note: HistoryNote, receipt: SignedReceipt): Promise<void>;
  /** The signed receipt of one of the student's submissions. */
  receipt(receiptId: string, studentId: string): Promise<string | null>;
  /** Until the commit nobody else changes this student's selection. */
  lockSelection(studentId: string): Promise<void>;
  selection(studentId: string, academicYear: number): Promise<SelectionState>;
  select(outcome: Outcome, note: HistoryNote): Promise<void>;
  unselect(outcome: Outcome, note: HistoryNote): Promise<void>;
  /** Academic years the student has courses in, newest first. */
  academicYears(studentId: string): Promise<number[]>;
  windows(academicYear: number): Promise<Moment>;

  /** Reads and locks the outcome a verdict is about, deleted or not. */
  lockJudged(outcomeId: string): Promise<(Judged & OutcomeRef) | null>;
  applyVerdict(verdict: Verdict, next: OutcomeStatus, fact: ActionFact): Promise<void>;
  /** Adds a verdict that changes nothing to the history, once. */
  noteVerdict(verdict: Verdict, fact: ActionFact): Promise<void>;
  /** @returns false when this upload's check was known already: a final result never changes. */
  recordCheck(check: FileCheckResult): Promise<boolean>;
  /** Outcomes whose current version holds the upload. */
  holdersOf(uploadId: string): Promise<OutcomeRef[]>;
}

interface WindowFact {
  windowId: string;
  academicYear: number;
  operation: Operation;
  opensAt: Date;
  closesAt: Date;
  version: number;
}

export interface CalendarStore {
  /** Keeps the window unless a newer version is known. */
  put(window: WindowFact): Promise<void>;
}

export interface HandInPreview extends Moment {
  readyCount: number;
  studentCount: number;
  alreadyHandedInCount: number;
  certifiedNotSelectedCount: number;
  academicYears: number[];
}

export interface HandInStore {
  /** Until the commit nobody else opens a batch of this institution. */
  lockInstitution(): Promise<void>;
  /** With the items that left for the central database or were dropped; of one student when named. */
  list(studentId: string | null): Promise<HandInBatch[]>;
  find(batchId: string): Promise<HandInBatch | null>;
  /** Ids of batches that an earlier call left being sealed, oldest first. */
  unfinished(): Promise<string[]>;
  /**
   * Opens a batch with every selected, certified outcome of the year that no hand-in holds.
   * @returns how many it took; null when the id is taken.
   */
  open(batch: { id: string; academicYear: number; caller: Caller }): Promise<number | null>;
  /** What a batch being sealed holds. `sealedBefore`: an earlier batch has sent this very version already. */
  held(batchId: string): Promise<(VersionRef & { sealedBefore: boolean })[]>;
  /** Locks the batch. @returns false when it is no longer being sealed. */
  lockSealing(batchId: string): Promise<boolean>;
  /** Sends the sealed items, drops the others. @returns the items sent, with when. */
  settle(batchId: string, sealed: readonly VersionRef[], actorName: string): Promise<(HandInItem & { sentAt: Date })[]>;
  /** @returns the outcome when the item was waiting for this answer, null otherwise. */
  acknowledge(answer: Acknowledgement): Promise<OutcomeRef | null>;
  preview(academicYear: number): Promise<HandInPreview>;
}

/** Everything of one institution, inside one transaction. */
export interface Records {
  courses: CourseStore;
  outcomes: OutcomeStore;
  calendar: CalendarStore;
  handIns: HandInStore;
  /** Facts commit with the change they tell of. */
  tell(facts: readonly Fact[]): Promise<void>;
}

type WithRecords = <T>(institutionId: string, work: (records: Records) => Promise<T>) => Promise<T>;

export interface PreviewLinks {
  /** pending, ready or unavailable. */
  state: string;
  pageCount: number;
  pagePaths: string[];
}

export interface Uploads {
  /** Finished uploads of the person behind the token. @throws LichengError `upload_not_found`, `upload_incomplete` */
  get(ids: readonly string[], token: string): Promise<StoredUpload[]>;
  /** @returns path and query of a short-lived link. @throws LichengError `file_not_clean` */
  createLink(uploadId: string, variant: 'file' | 'thumbnail'): Promise<string>;
  /** Images of a document's first pages. @throws LichengError `file_not_clean` */
  createPreviewLinks(uploadId: string): Promise<PreviewLinks>;
}

export interface Certification {
  /** Safe to repeat. @returns the versions that can no longer be revoked, and those no longer certified. */
  seal(
    batchId: string,
    versions: readonly VersionRef[],
    token: string,
  ): Promise<{ sealed: VersionRef[]; refused: VersionRef[] }>;
}

/** Signs receipts with the service's own key for them. */
export interface Receipts {
  /** Resolves once the public key is among the published ones; call before the transaction that signs. */
  ready(): Promise<void>;
  sign(content: ReceiptContent): Promise<SignedReceipt>;
  /** Every public key receipts were ever signed with, as a JSON Web Key Set. */
  keySet(): Promise<string>;
}

export interface Deps {
  withRecords: WithRecords;
  uploads: Uploads;
  certification: Certification;
  receipts: Receipts;
}
