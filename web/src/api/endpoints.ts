import type { CertifierAction, Operation } from '@licheng/portfolio-rules';
import type {
  CalendarResource,
  CaseListResource,
  CaseResource,
  CourseListResource,
  HandInBatchResource,
  HandInListResource,
  HandInPreviewResource,
  NoticeListResource,
  OutcomeListResource,
  OutcomeResource,
  SelectionResource,
  SessionResource,
} from '@licheng/rest-contract';
import { call } from './client.ts';

export type CaseFilter = 'under_certification' | 'certified' | 'refused' | 'all';

export interface OutcomeContent {
  summary: string;
  documentUploadId: string | null;
  mediaUploadId: string | null;
}

/** The REST API of /api/v1, one function per route. */
export const api = {
  getSession: (signal?: AbortSignal) => call<SessionResource>('/session', withSignal(signal)),
  // A password is never sent twice on our own account: it would count as another attempt.
  signIn: (body: { login: string; password: string }) =>
    call<SessionResource>('/session', { method: 'POST', body, repeatable: false }),
  signOut: () => call<void>('/session', { method: 'DELETE' }),

  getCourses: (signal?: AbortSignal) => call<CourseListResource>('/courses', withSignal(signal)),
  getOutcomes: (courseId: string, signal?: AbortSignal) =>
    call<OutcomeListResource>(`/courses/${courseId}/outcomes`, withSignal(signal)),
  getOutcome: (outcomeId: string, signal?: AbortSignal) =>
    call<OutcomeResource>(`/outcomes/${outcomeId}`, withSignal(signal)),
  addOutcome: (courseId: string, body: OutcomeContent & { outcomeId: string }) =>
    call<OutcomeResource>(`/courses/${courseId}/outcomes`, { method: 'POST', body }),
  editOutcome: (outcomeId: string, body: OutcomeContent & { expectedVersion: number }) =>
    call<OutcomeResource>(`/outcomes/${outcomeId}`, { method: 'PUT', body }),
  deleteOutcome: (outcomeId: string, expectedVersion: number) =>
    call<void>(`/outcomes/${outcomeId}?expectedVersion=${expectedVersion}`, { method: 'DELETE' }),
  submitOutcome: (outcomeId: string, expectedVersion: number) =>
    call<OutcomeResource>(`/outcomes/${outcomeId}/submission`, { method: 'POST', body: { expectedVersion } }),

  getSelection: (academicYear: number, signal?: AbortSignal) =>
    call<SelectionResource>(`/selection${query({ academicYear })}`, withSignal(signal)),
  select: (outcomeId: string) => call<OutcomeResource>(`/selection/${outcomeId}`, { method: 'PUT' }),
  unselect: (outcomeId: string) => call<OutcomeResource>(`/selection/${outcomeId}`, { method: 'DELETE' }),

  getCases: (status: CaseFilter, pageToken: string, signal?: AbortSignal) =>
    call<CaseListResource>(
      `/certification/cases${query({ status, pageSize: 50, pageToken: pageToken === '' ? null : pageToken })}`,
      withSignal(signal),
    ),
  getCase: (outcomeId: string, signal?: AbortSignal) =>
    call<CaseResource>(`/certification/cases/${outcomeId}`, withSignal(signal)),
  recordVerdict: (outcomeId: string, body: { version: number; action: CertifierAction; comment: string }) =>
    call<CaseResource>(`/certification/cases/${outcomeId}/verdict`, { method: 'POST', body }),

  getHandIns: (signal?: AbortSignal) => call<HandInListResource>('/hand-ins', withSignal(signal)),
  getHandInPreview: (academicYear: number, signal?: AbortSignal) =>
    call<HandInPreviewResource>(`/hand-ins/preview${query({ academicYear })}`, withSignal(signal)),
  handIn: (body: { batchId: string; academicYear: number }) =>
    call<HandInBatchResource>('/hand-ins', { method: 'POST', body, timeoutMs: 60_000 }),

  getCalendar: (signal?: AbortSignal) => call<CalendarResource>('/calendar', withSignal(signal)),
  putWindow: (academicYear: number, operation: Operation, body: { opensAt: string; closesAt: string }) =>
    call<unknown>(`/calendar/windows/${academicYear}/${operation}`, { method: 'PUT', body }),

  getNotices: (signal?: AbortSignal) => call<NoticeListResource>('/notices', withSignal(signal)),
  markNoticesRead: (ids: string[]) => call<void>('/notices/read', { method: 'POST', body: { ids } }),
} as const;

function withSignal(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function query(values: Record<string, string | number | null>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string | number] => entry[1] !== null);
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()}`;
}
