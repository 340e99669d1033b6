import type { CaseListResource, CaseResource, LiveEvent } from '@licheng/rest-contract';
import { batch, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { api } from '../../api/endpoints.ts';
import { liveState, onLiveEvent } from '../../api/live.ts';
import { serverNow } from '../../lib/server-clock.ts';
import { onCaseChanged } from './case-changes.ts';
import type { QueueFilter } from './queue-filter.ts';
import { allStale, flatten, type Pages, withCase, withPage } from './queue-pages.ts';

/** Events come in bursts: a batch of a hundred verdicts is one look at the pages in sight. */
const GATHER_MS = 250;
const POLL_MS = 10_000;
/** As long as the server keeps a claim that is not repeated. */
const CLAIM_MS = 60_000;

interface Figures {
  matching: number;
  waiting: number;
  windowOpen: boolean;
}

export interface Queue {
  rows: () => readonly CaseResource[];
  /** Rows there are in all, as far as the server counts them; null before the first answer. */
  figures: () => Figures | null;
  hasMore: () => boolean;
  /** The first page of another filter is on its way; what is shown is still the old one. */
  changing: () => boolean;
  error: () => unknown;
  retry: () => void;
  /** Says which rows are in sight: what is missing of them is fetched, what is stale is fetched again. */
  show: (first: number, end: number) => void;
  /** The row after this one, fetched if need be. */
  after: (outcomeId: string) => Promise<CaseResource | null>;
}

/** Whether a row is work to look at: what the certifier has just decided only waits to be published. */
function isShown(filter: QueueFilter, row: CaseResource): boolean {
  return filter.status !== 'under_certification' || row.pendingVerdict?.own !== true;
}

/**
 * The queue behind one filter, fetched page by page as far as somebody looks. Live events make pages stale instead of
 * fetching them: with thousands of cases loaded only the pages in sight are worth asking for again.
 */
export function createQueue(filter: () => QueueFilter, ownName: () => string): Queue {
  const [pages, setPages] = createSignal<Pages>([]);
  const [shownFilter, setShownFilter] = createSignal(filter());
  const [figures, setFigures] = createSignal<Figures | null>(null);
  const [changing, setChanging] = createSignal(true);
  const [error, setError] = createSignal<unknown>(null);
  let abort = new AbortController();
  let sight = { first: 0, end: 0 };
  let working: Promise<void> | null = null;
  let gathered: ReturnType<typeof setTimeout> | undefined;

  const flat = createMemo(() => flatten(pages()));
  const rows = createMemo(() => flat().rows.filter((row) => isShown(shownFilter(), row)));
  const hasMore = () => {
    const last = pages().at(-1);
    return last !== undefined && last.nextCursor !== null;
  };

  const ask = (wanted: QueueFilter, cursor: string | null, signal: AbortSignal) =>
    api.getCases({ ...wanted, minAgeDays: wanted.minAgeDays === 0 ? null : wanted.minAgeDays }, cursor, signal);

  const take = (wanted: QueueFilter, answer: CaseListResource, place: (present: Pages) => Pages) =>
    batch(() => {
      setShownFilter(wanted);
      setPages(place);
      setFigures({ matching: answer.matchingCount, waiting: answer.waitingCount, windowOpen: answer.windowOpen });
      setError(null);
    });

  const fetchPage = async (index: number): Promise<void> => {
    const { signal } = abort;
    const wanted = filter();
    const known = pages();
    const cursor = known[index]?.cursor ?? known[index - 1]?.nextCursor ?? null;
    const answer = await ask(wanted, cursor, signal);
    if (!signal.aborted) take(wanted, answer, (present) => withPage(present, index, answer));
  };

  /** The next page to ask for so that what is in sight is there and true; null when it is. */
  const wantedPage = (): number | null => {
    const known = pages();
    if (known.length === 0) return 0;
    const { rows: all, pageOf } = flat();
    const from = pageOf[Math.min(sight.first, all.length - 1)] ?? 0;
    const to = pageOf[Math.min(Math.max(sight.end - 1, sight.first), all.length - 1)] ?? known.length - 1;
    for (let index = from; index <= to; index += 1) if (known[index]?.stale === true) return index;
    if (sight.end <= rows().length || !hasMore()) return null;
    // Rows that are not loaded yet are in sight; the pages before them are fetched first, each names the next.
    const firstStale = known.findLastIndex((page) => page.stale);
    return firstStale === known.length - 1 ? firstStale : known.length;
  };

  const work = async (): Promise<void> => {
    const { signal } = abort;
    try {
      for (let page = wantedPage(); page !== null && !signal.aborted; page = wantedPage()) await fetchPage(page);
    } catch (cause) {
      if (!signal.aborted) setError(cause);
    } finally {
      if (!signal.aborted) setChanging(false);
    }
  };

  const start = (): Promise<void> => {
    working ??= work().finally(() => {
      working = null;
    });
    return working;
  };

  const restart = () => {
    abort.abort();
    abort = new AbortController();
    working = null;
    const { signal } = abort;
    setChanging(true);
    setError(null);
    sight = { first: 0, end: 0 };
    // The old rows stay until the first page of the new filter is there: an empty flash would tell something untrue.
    const wanted = filter();
    ask(wanted, null, signal)
      .then((answer) => {
        if (!signal.aborted) take(wanted, answer, () => withPage([], 0, answer));
      })
      .catch((cause: unknown) => {
        if (signal.aborted) return;
        setPages([]);
        setError(cause);
      })
      .finally(() => {
        if (!signal.aborted) setChanging(false);
      });
  };

  const markStale = () => {
    gathered ??= setTimeout(() => {
      gathered = undefined;
      if (changing()) return;
      setPages(allStale);
      void start();
    }, GATHER_MS);
  };

  const hear = (event: LiveEvent) => {
    if (event.kind === 'resync') markStale();
    if (event.kind !== 'case') return;
    if (event.change === 'claimed' || event.change === 'released') {
      const { change, certifierName } = event;
      if (certifierName === ownName()) return;
      const claim =
        change === 'claimed' && certifierName !== null
          ? { certifierName, expiresAt: new Date(serverNow() + CLAIM_MS).toISOString() }
          : null;
      setPages((present) => withCase(present, event.outcomeId, (known) => ({ ...known, claim })));
      return;
    }
    markStale();
  };

  createEffect(on(filter, restart));
  onCleanup(onLiveEvent(hear));
  onCleanup(
    onCaseChanged((changed) =>
      // The history comes only with a single case.
      setPages((present) => withCase(present, changed.outcomeId, () => ({ ...changed, history: [] }))),
    ),
  );
  const poll = setInterval(() => {
    if (liveState() !== 'open') markStale();
  }, POLL_MS);
  onCleanup(() => {
    clearInterval(poll);
    clearTimeout(gathered);
    abort.abort();
  });

  return {
    rows,
    figures: () => {
      const known = figures();
      if (known === null) return null;
      // Their verdicts are given; the server counts them until they are published.
      const decided = flat().rows.length - rows().length;
      return { ...known, matching: known.matching - decided, waiting: known.waiting - decided };
    },
    hasMore,
    changing,
    error,
    retry: () => (pages().length === 0 ? restart() : void start()),
    show: (first, end) => {
      sight = { first, end };
      if (!changing() && wantedPage() !== null) void start();
    },
    after: async (outcomeId) => {
      const next = () => {
        const at = rows().findIndex((row) => row.outcomeId === outcomeId);
        return at === -1 ? rows()[0] : rows()[at + 1];
      };
      if (next() === undefined && hasMore()) {
        sight = { ...sight, end: rows().length + 1 };
        await start();
      }
      return next() ?? null;
    },
  };
}
