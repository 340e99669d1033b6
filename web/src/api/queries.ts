import { academicYearOf } from '@licheng/portfolio-rules';
import type { LiveEvent } from '@licheng/rest-contract';
import { QueryClient } from '@tanstack/query-core';
import { serverNow } from '../lib/server-clock.ts';
import { isTransient } from './api-problem.ts';
import { api } from './endpoints.ts';
import { pollWhileLiveIsAway } from './live.ts';

const SLOW_POLL_MS = 10_000;
const FAST_POLL_MS = 3_000;
/** Links to page images are good for five minutes. */
const PREVIEW_FRESH_MS = 4 * 60_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Live events say when something changed; in between, what is shown stays as it is.
      staleTime: 30_000,
      retry: (failures, error) => isTransient(error) && failures < 4,
      retryDelay: (failures) => Math.min(8_000, 700 * 2 ** failures),
      networkMode: 'always',
      refetchOnReconnect: true,
      refetchOnWindowFocus: true,
    },
  },
});

export const keys = {
  session: ['session'],
  courses: ['courses'],
  outcomes: (courseId: string) => ['outcomes', courseId],
  selection: (academicYear: number | null) => ['selection', academicYear],
  home: ['home'],
  versions: (outcomeId: string) => ['versions', outcomeId],
  preview: (href: string) => ['preview', href],
  receipt: (receiptId: string) => ['receipt', receiptId],
  outcome: (outcomeId: string) => ['outcome', outcomeId],
  case: (outcomeId: string) => ['case', outcomeId],
  queueCourses: ['queue-courses'],
  savedComments: ['saved-comments'],
  deputies: ['deputies'],
  handIns: ['hand-ins'],
  handInPreview: (academicYear: number | null) => ['hand-in-preview', academicYear],
  calendar: ['calendar'],
  notices: ['notices'],
} as const;

export const coursesQuery = () => ({
  queryKey: keys.courses,
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getCourses(signal),
  refetchInterval: pollWhileLiveIsAway(SLOW_POLL_MS),
});

export const outcomesQuery = (courseId: string) => ({
  queryKey: keys.outcomes(courseId),
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getOutcomes(courseId, signal),
  refetchInterval: (query: { state: { data?: Awaited<ReturnType<typeof api.getOutcomes>> | undefined } }) => {
    const checking = query.state.data?.outcomes.some((outcome) => outcome.files.some((f) => f.check === 'checking'));
    return checking === true ? FAST_POLL_MS : pollWhileLiveIsAway(FAST_POLL_MS);
  },
});

/** Of the year asked for; without one of this year, or the newest that has anything. */
async function ofYear<T extends { academicYears: number[] }>(
  asked: number | null,
  fetchYear: (academicYear: number) => Promise<T>,
): Promise<T> {
  const current = academicYearOf(new Date(serverNow()));
  const answer = await fetchYear(asked ?? current);
  const newest = answer.academicYears.length === 0 ? current : Math.max(...answer.academicYears);
  return asked !== null || answer.academicYears.includes(current) || newest === current ? answer : fetchYear(newest);
}

export const selectionQuery = (academicYear: number | null) => ({
  queryKey: keys.selection(academicYear),
  queryFn: ({ signal }: { signal: AbortSignal }) => ofYear(academicYear, (year) => api.getSelection(year, signal)),
  refetchInterval: pollWhileLiveIsAway(SLOW_POLL_MS),
});

export const homeQuery = () => ({
  queryKey: keys.home,
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getHome(signal),
  reconcile: 'outcomeId',
  refetchInterval: pollWhileLiveIsAway(SLOW_POLL_MS),
});

export const outcomeQuery = (outcomeId: string) => ({
  queryKey: keys.outcome(outcomeId),
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getOutcome(outcomeId, signal),
  refetchInterval: (query: { state: { data?: Awaited<ReturnType<typeof api.getOutcome>> | undefined } }) => {
    const checking = query.state.data?.files.some((file) => file.check === 'checking');
    return checking === true ? FAST_POLL_MS : pollWhileLiveIsAway(FAST_POLL_MS);
  },
});

export const versionsQuery = (outcomeId: string) => ({
  queryKey: keys.versions(outcomeId),
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getVersions(outcomeId, signal),
  reconcile: 'version',
});

/** Page images of a document; asked again while they are being drawn, and before their links run out. */
export const previewQuery = (href: string) => ({
  queryKey: keys.preview(href),
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getPreview(href, signal),
  reconcile: false as const,
  staleTime: PREVIEW_FRESH_MS,
  refetchInterval: (query: { state: { data?: Awaited<ReturnType<typeof api.getPreview>> | undefined } }) =>
    query.state.data?.state === 'pending' ? FAST_POLL_MS : PREVIEW_FRESH_MS,
});

/** A receipt never changes. */
export const receiptQuery = (receiptId: string) => ({
  queryKey: keys.receipt(receiptId),
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getReceipt(receiptId, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const caseQuery = (outcomeId: string) => ({
  queryKey: keys.case(outcomeId),
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getCase(outcomeId, signal),
});

export const queueCoursesQuery = () => ({
  queryKey: keys.queueCourses,
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getQueueCourses(signal),
  reconcile: 'courseId',
  refetchInterval: pollWhileLiveIsAway(SLOW_POLL_MS),
});

export const savedCommentsQuery = () => ({
  queryKey: keys.savedComments,
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getSavedComments(signal),
});

export const deputiesQuery = () => ({
  queryKey: keys.deputies,
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getDeputies(signal),
});

export const handInsQuery = () => ({
  queryKey: keys.handIns,
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getHandIns(signal),
  refetchInterval: (query: { state: { data?: Awaited<ReturnType<typeof api.getHandIns>> | undefined } }) => {
    const waiting = query.state.data?.batches.some((batch) => batch.status !== 'acknowledged');
    return waiting === true ? FAST_POLL_MS : pollWhileLiveIsAway(SLOW_POLL_MS);
  },
});

export const handInPreviewQuery = (academicYear: number | null) => ({
  queryKey: keys.handInPreview(academicYear),
  queryFn: ({ signal }: { signal: AbortSignal }) => ofYear(academicYear, (year) => api.getHandInPreview(year, signal)),
});

export const calendarQuery = () => ({
  queryKey: keys.calendar,
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getCalendar(signal),
});

export const noticesQuery = () => ({
  queryKey: keys.notices,
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getNotices(signal),
  refetchInterval: pollWhileLiveIsAway(SLOW_POLL_MS),
});

/** What each live event makes stale, by the first word of the key; null means everything but the session. */
const STALE_AFTER = {
  resync: null,
  outcome: ['home', 'courses', 'outcomes', 'outcome', 'versions', 'selection', 'hand-ins', 'hand-in-preview'],
  upload: ['home', 'outcomes', 'outcome', 'versions'],
  // The review desk keeps its own pages and fetches only what is in sight.
  case: ['queue-courses'],
  'hand-in': ['home', 'hand-ins', 'hand-in-preview', 'selection', 'outcomes', 'outcome'],
  notice: ['notices'],
} as const satisfies Record<LiveEvent['kind'], readonly string[] | null>;

export async function refetchAfter(event: LiveEvent): Promise<void> {
  // Who looks at what changes no number.
  if (event.kind === 'case' && (event.change === 'claimed' || event.change === 'released')) return;
  const stale: readonly string[] | null = STALE_AFTER[event.kind];
  await queryClient.invalidateQueries({
    predicate: ({ queryKey }) => {
      const first = String(queryKey[0]);
      return stale === null ? first !== 'session' : stale.includes(first);
    },
  });
}
