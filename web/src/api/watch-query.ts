import { type DefaultError, QueryObserver, type QueryObserverOptions } from '@tanstack/query-core';
import { createComputed, on, onCleanup } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { queryClient } from './queries.ts';

export interface WatchedQuery<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  /** Why the last attempt failed, though there may be further ones. */
  readonly failureReason: unknown;
  readonly isPending: boolean;
  readonly isSuccess: boolean;
  readonly isError: boolean;
  readonly isFetching: boolean;
  readonly refetch: () => Promise<unknown>;
}

type Options<T> = Omit<QueryObserverOptions<T, DefaultError, T, T>, 'queryKey'> & {
  queryKey: readonly unknown[];
  /** How data keeps its identity over a refetch: the key of list items; false to replace it whole. */
  reconcile?: string | false;
};

/**
 * A query of the cache as plain reactive state. It never suspends: Solid Query reads through a resource, and where the cache
 * already had the data every later refetch took the page out of the document for a moment, and with it the focus, open dialogs
 * and running videos.
 */
export function watchQuery<T extends object | null>(options: () => Options<T>): WatchedQuery<T> {
  const given = () => {
    const { reconcile: _, queryKey, ...rest } = options();
    return queryClient.defaultQueryOptions<T, DefaultError, T, T>({ ...rest, queryKey: [...queryKey] });
  };
  const observer = new QueryObserver<T, DefaultError, T, T>(queryClient, given());
  type Result = ReturnType<typeof observer.getCurrentResult>;
  // The cache's own objects are not given to the store: what reconciles them would change what others hold.
  const copied = (data: T | undefined) => (data === undefined ? undefined : structuredClone(data));
  const marks = ({ error, failureReason, isPending, isSuccess, isError, isFetching }: Result) => ({
    error: error as unknown,
    failureReason: failureReason as unknown,
    isPending,
    isSuccess,
    isError,
    isFetching,
  });
  const first = observer.getOptimisticResult(given());
  const [state, setState] = createStore({ ...marks(first), data: copied(first.data) });
  let shown = first.data;

  const show = (result: Result) => {
    const key = options().reconcile ?? 'id';
    setState((before) => {
      if (result.data === shown) return marks(result);
      shown = result.data;
      const data = copied(result.data);
      const joined = data === undefined || before.data === undefined || key === false;
      return { ...marks(result), data: joined ? data : reconcile(data, { key })(before.data) };
    });
  };

  const unsubscribe = observer.subscribe(show);
  createComputed(
    on(
      given,
      (changed) => {
        observer.setOptions(changed);
        show(observer.getOptimisticResult(changed));
      },
      { defer: true },
    ),
  );
  onCleanup(unsubscribe);

  return {
    get data() {
      return state.data;
    },
    get error() {
      return state.error;
    },
    get failureReason() {
      return state.failureReason;
    },
    get isPending() {
      return state.isPending;
    },
    get isSuccess() {
      return state.isSuccess;
    },
    get isError() {
      return state.isError;
    },
    get isFetching() {
      return state.isFetching;
    },
    refetch: () => observer.refetch(),
  };
}
