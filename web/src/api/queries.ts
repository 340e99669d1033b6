import { academicYearOf } from '@licheng/portfolio-rules';
import type { LiveEvent } from '@licheng/rest-contract';
import { QueryClient } from '@tanstack/solid-query';
import { serverNow } from '../lib/server-clock.ts';
import { isTransient } from './api-problem.ts';
import { api, type CaseFilter } from './endpoints.ts';
import { pollWhileLiveIsAway } from './live.ts';

const SLOW_POLL_MS = 10_000;
const FAST_POLL_MS = 3_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Live events say when something changed; in between, what is shown stays as it is.
      staleTime: 30_000,
      retry: (failures, error) => isTransient(error) && failures < 4,
      retryDelay: (failures) => Math.min(8_000, 700 * 2 ** failures),
      // Items keep their identity over a refetch, so rows, focus and open dialogs stay.
      reconcile: 'id',
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
  cases: (status: CaseFilter) => ['cases', status],
  case: (outcomeId: string) => ['case', outcomeId],
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

export const casesQuery = (status: CaseFilter) => ({
  queryKey: keys.cases(status),
  queryFn: ({ pageParam, signal }: { pageParam: string; signal: AbortSignal }) =>
    api.getCases(status, pageParam, signal),
  reconcile: 'outcomeId',
  initialPageParam: '',
  getNextPageParam: (last: Awaited<ReturnType<typeof api.getCases>>) =>
    last.nextPageToken === '' ? undefined : last.nextPageToken,
  refetchInterval: pollWhileLiveIsAway(SLOW_POLL_MS),
});

export const caseQuery = (outcomeId: string) => ({
  queryKey: keys.case(outcomeId),
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getCase(outcomeId, signal),
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
  outcome: ['courses', 'outcomes', 'selection', 'hand-ins', 'hand-in-preview'],
  upload: ['outcomes'],
  case: ['cases', 'case'],
  'hand-in': ['hand-ins', 'hand-in-preview', 'selection', 'outcomes'],
  notice: ['notices'],
} as const satisfies Record<LiveEvent['kind'], readonly string[] | null>;

export function refetchAfter(event: LiveEvent): Promise<void> {
  const stale: readonly string[] | null = STALE_AFTER[event.kind];
  return queryClient.invalidateQueries({
    predicate: ({ queryKey }) => {
      const first = String(queryKey[0]);
      return stale === null ? first !== 'session' : stale.includes(first);
    },
  });
}
