import type { CertifierAction, Operation, RefusalReason } from '@licheng/portfolio-rules';
import type { PreviewResource } from '@licheng/rest-contract';
import { API_ROOT, call } from './client.ts';
import * as rest from './generated/operations.ts';

const CASES_PER_PAGE = 100;

export type CaseFilter = 'under_certification' | 'certified' | 'refused' | 'all';

/** What the review desk looks for. */
export interface CaseQuery {
  status: CaseFilter;
  courseId?: string | null;
  search?: string;
  minAgeDays?: number | null;
}

export interface VerdictContent {
  action: CertifierAction;
  comment: string;
  /** Required to refuse and to revoke; null to certify. */
  refusalReason: RefusalReason | null;
}

export interface DeputyContent {
  teacherId: string;
  deputyId: string;
  /** Null for every course of the teacher. */
  courseId: string | null;
  firstDay: string;
  lastDay: string;
}

export interface OutcomeContent {
  summary: string;
  documentUploadId: string | null;
  mediaUploadId: string | null;
}

/** What pages ask of the REST API, in their words; what is sent comes from the generated client. */
export const api = {
  getSession: (signal?: AbortSignal) => rest.getSession(heeding(signal)),
  // A password is never sent twice on our own account: it would count as another attempt.
  signIn: (body: { login: string; password: string }) => rest.signIn({ body }, { repeatable: false }),
  signOut: () => rest.signOut(),

  getHome: (signal?: AbortSignal) => rest.getHome(heeding(signal)),
  getCourses: (signal?: AbortSignal) => rest.listCourses(heeding(signal)),
  getOutcomes: (courseId: string, signal?: AbortSignal) => rest.listOutcomes({ courseId }, heeding(signal)),
  getOutcome: (outcomeId: string, signal?: AbortSignal) => rest.getOutcome({ outcomeId }, heeding(signal)),
  getVersions: (outcomeId: string, signal?: AbortSignal) => rest.listVersions({ outcomeId }, heeding(signal)),
  addOutcome: (courseId: string, body: OutcomeContent & { outcomeId: string }) => rest.addOutcome({ courseId, body }),
  editOutcome: (outcomeId: string, { expectedVersion, ...body }: OutcomeContent & { expectedVersion: number }) =>
    rest.editOutcome({ outcomeId, version: expectedVersion, body }),
  deleteOutcome: (outcomeId: string, expectedVersion: number) =>
    rest.deleteOutcome({ outcomeId, version: expectedVersion }),
  /** Takes a deletion back, until the moment the deletion named. */
  restoreOutcome: (outcomeId: string) => rest.restoreOutcome({ outcomeId }),
  submitOutcome: (outcomeId: string, expectedVersion: number) =>
    rest.submitOutcome({ outcomeId, body: { expectedVersion } }),
  submitOutcomes: (items: { outcomeId: string; expectedVersion: number }[]) => rest.submitOutcomes({ body: { items } }),
  /** @param href a file's `previewHref`. */
  getPreview: (href: string, signal?: AbortSignal) =>
    call<PreviewResource>(href.slice(API_ROOT.length), heeding(signal)),

  getReceipt: (receiptId: string, signal?: AbortSignal) => rest.getReceipt({ receiptId }, heeding(signal)),
  /** Needs no session. */
  getReceiptKeys: (signal?: AbortSignal) => rest.getReceiptKeys(heeding(signal)),

  getSelection: (academicYear: number, signal?: AbortSignal) => rest.getSelection({ academicYear }, heeding(signal)),
  select: (outcomeId: string) => rest.selectOutcome({ outcomeId }),
  unselect: (outcomeId: string) => rest.unselectOutcome({ outcomeId }),

  getQueueCourses: (signal?: AbortSignal) => rest.listQueueCourses(heeding(signal)),
  getCases: ({ search, ...filter }: CaseQuery, cursor: string | null, signal?: AbortSignal, limit = CASES_PER_PAGE) =>
    rest.listCases({ ...filter, search: search?.trim() || null, limit, cursor }, heeding(signal)),
  getCase: (outcomeId: string, signal?: AbortSignal) => rest.getCase({ outcomeId }, heeding(signal)),
  recordVerdict: (outcomeId: string, body: VerdictContent & { version: number }) =>
    rest.recordVerdict({ outcomeId, body }),
  /** Takes the caller's own verdict back before it is published. */
  undoVerdict: (outcomeId: string) => rest.undoVerdict({ outcomeId }),
  recordVerdicts: (body: VerdictContent & { items: { outcomeId: string; version: number }[] }) =>
    rest.recordVerdicts({ body }, { timeoutMs: 30_000 }),
  /** Shows the others who looks at a case; it ends by itself a minute after the last repeat. */
  claimCase: (outcomeId: string) => rest.claimCase({ outcomeId }),
  /** Said even while the page goes away. */
  releaseCase: (outcomeId: string) => rest.releaseCase({ outcomeId }, { keepalive: true }),

  getSavedComments: (signal?: AbortSignal) => rest.listSavedComments(heeding(signal)),
  /** A new id makes a comment, a known one changes it. */
  putSavedComment: (id: string, text: string) => rest.putSavedComment({ id, body: { text } }),
  deleteSavedComment: (id: string) => rest.deleteSavedComment({ id }),

  getDeputies: (signal?: AbortSignal) => rest.listDeputies(heeding(signal)),
  /** The client chooses the id, so that repeating the call appoints nobody twice. */
  appointDeputy: (id: string, body: DeputyContent) => rest.appointDeputy({ id, body }),
  endDeputy: (id: string) => rest.endDeputy({ id }),

  getHandIns: (signal?: AbortSignal) => rest.listHandIns(heeding(signal)),
  getHandInPreview: (academicYear: number, signal?: AbortSignal) =>
    rest.previewHandIn({ academicYear }, heeding(signal)),
  handIn: (body: { batchId: string; academicYear: number }) => rest.handIn({ body }, { timeoutMs: 60_000 }),

  getCalendar: (signal?: AbortSignal) => rest.getCalendar(heeding(signal)),
  putWindow: (academicYear: number, operation: Operation, body: { opensAt: string; closesAt: string }) =>
    rest.putWindow({ academicYear, operation, body }),

  getNotices: (signal?: AbortSignal, cursor: string | null = null) => rest.listNotices({ cursor }, heeding(signal)),
  markNoticesRead: (ids: string[]) => rest.markNoticesRead({ body: { ids } }),
} as const;

function heeding(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
