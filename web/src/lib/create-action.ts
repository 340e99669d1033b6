import { createSignal } from 'solid-js';

export interface Action<A extends unknown[]> {
  /** Does nothing while an earlier run is under way, so a double click acts once. */
  run: (...args: A) => Promise<void>;
  pending: () => boolean;
  error: () => unknown;
  clearError: () => void;
}

export function createAction<A extends unknown[]>(work: (...args: A) => Promise<void>): Action<A> {
  const [pending, setPending] = createSignal(false);
  const [error, setError] = createSignal<unknown>(null);
  let busy = false;
  return {
    pending,
    error,
    clearError: () => setError(null),
    run: async (...args) => {
      if (busy) return;
      busy = true;
      setPending(true);
      setError(null);
      try {
        await work(...args);
      } catch (cause) {
        setError(cause);
      } finally {
        busy = false;
        setPending(false);
      }
    },
  };
}
