import { type Accessor, type JSX, Match, Switch } from 'solid-js';
import { text } from '../text/text.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { ProblemMessage } from './problem-message.tsx';

interface QueryLike<T> {
  isSuccess: boolean;
  isError: boolean;
  isPending: boolean;
  data: T | undefined;
  error: unknown;
  refetch: () => Promise<unknown>;
}

/**
 * Shows a query's data once there is any, and keeps showing it while a later fetch fails. `data` is read only after the
 * first success: reading it earlier would suspend the whole page.
 */
export function Loaded<T>(props: { query: QueryLike<T>; rows?: number; children: (data: Accessor<T>) => JSX.Element }) {
  const known = () => (props.query.isPending ? undefined : props.query.data);
  return (
    <Switch fallback={<Skeleton rows={props.rows ?? 4} label={text().shell.loading} />}>
      <Match when={known() !== undefined}>{props.children(() => known() as T)}</Match>
      <Match when={props.query.isError}>
        <ProblemMessage error={props.query.error} onRetry={() => void props.query.refetch()} />
      </Match>
    </Switch>
  );
}
