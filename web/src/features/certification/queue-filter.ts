import type { CaseFilter } from '../../api/endpoints.ts';

export const STATUS_FILTERS: readonly CaseFilter[] = ['under_certification', 'certified', 'refused', 'all'];
export const AGE_FILTERS = [0, 3, 7, 14] as const;
export type AgeFilter = (typeof AGE_FILTERS)[number];

export interface QueueFilter {
  status: CaseFilter;
  courseId: string | null;
  /** 0 for all. */
  minAgeDays: AgeFilter;
  search: string;
}

type Params = Readonly<Record<string, string | string[] | undefined>>;

function single(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** The filter an address holds; what it does not know counts as not given. */
export function filterFrom(params: Params): QueueFilter {
  const status = single(params['status']);
  const days = Number(single(params['days']));
  const courseId = single(params['course']);
  return {
    status: STATUS_FILTERS.find((known) => known === status) ?? 'under_certification',
    courseId: /^[0-9a-f-]{36}$/i.test(courseId) ? courseId : null,
    minAgeDays: AGE_FILTERS.find((known) => known === days) ?? 0,
    search: single(params['q']).trim().slice(0, 100),
  };
}

/** What an address says of a filter; the usual is left out, so that the plain address is the plain queue. */
export function paramsOf(filter: QueueFilter): Record<'status' | 'course' | 'days' | 'q', string | undefined> {
  return {
    status: filter.status === 'under_certification' ? undefined : filter.status,
    course: filter.courseId ?? undefined,
    days: filter.minAgeDays === 0 ? undefined : String(filter.minAgeDays),
    q: filter.search === '' ? undefined : filter.search,
  };
}

/** Whether anything is left out beside what the status says. */
export function isNarrowed(filter: QueueFilter): boolean {
  return filter.courseId !== null || filter.minAgeDays !== 0 || filter.search !== '';
}

export function sameFilter(a: QueueFilter, b: QueueFilter): boolean {
  return a.status === b.status && a.courseId === b.courseId && a.minAgeDays === b.minAgeDays && a.search === b.search;
}
