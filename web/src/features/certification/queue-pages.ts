import type { CaseListResource, CaseResource } from '@licheng/rest-contract';

/** One page of the queue as it was fetched; `cursor` fetches it again. */
interface QueuePage {
  cursor: string | null;
  cases: readonly CaseResource[];
  nextCursor: string | null;
  /** Something has changed since it was fetched. */
  stale: boolean;
}

export type Pages = readonly QueuePage[];

/**
 * Puts a freshly fetched page in its place. Cases move between pages when others above them come or go, so the page after
 * it begins where this one now ends and is fetched again once it comes into sight.
 */
export function withPage(pages: Pages, index: number, answer: CaseListResource): Pages {
  const before = pages.slice(0, index);
  const cursor = pages[index]?.cursor ?? before.at(-1)?.nextCursor ?? null;
  const fetched: QueuePage = { cursor, cases: answer.cases, nextCursor: answer.nextCursor, stale: false };
  if (answer.nextCursor === null) return [...before, fetched];
  const [following, ...rest] = pages.slice(index + 1);
  if (following === undefined) return [...before, fetched];
  const moved = following.cursor !== answer.nextCursor;
  return [...before, fetched, { ...following, cursor: answer.nextCursor, stale: following.stale || moved }, ...rest];
}

export function allStale(pages: Pages): Pages {
  return pages.map((page) => ({ ...page, stale: true }));
}

/** Replaces one case wherever it stands; the same pages when it stands nowhere. */
export function withCase(pages: Pages, outcomeId: string, change: (known: CaseResource) => CaseResource): Pages {
  if (!pages.some((page) => page.cases.some((known) => known.outcomeId === outcomeId))) return pages;
  return pages.map((page) => ({
    ...page,
    cases: page.cases.map((known) => (known.outcomeId === outcomeId ? change(known) : known)),
  }));
}

/** Every case once, in the order of the queue, with the page it came from. */
export function flatten(pages: Pages): { rows: CaseResource[]; pageOf: number[] } {
  const rows: CaseResource[] = [];
  const pageOf: number[] = [];
  const seen = new Set<string>();
  pages.forEach((page, index) => {
    for (const item of page.cases) {
      if (seen.has(item.outcomeId)) continue;
      seen.add(item.outcomeId);
      rows.push(item);
      pageOf.push(index);
    }
  });
  return { rows, pageOf };
}
