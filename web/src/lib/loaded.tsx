import { A } from '@solidjs/router';
import FileText from 'lucide-solid/icons/file-text';
import { type Accessor, type JSX, Match, Switch } from 'solid-js';
import { ApiProblem } from '../api/api-problem.ts';
import { paths } from '../paths.ts';
import { text } from '../text/text.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { errorText, ProblemMessage } from './problem-message.tsx';

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
export function Loaded<T>(props: {
  query: QueryLike<T>;
  rows?: number;
  /** All there is on the page: what cannot be found is then said as the page's own heading, with the way home. */
  whole?: boolean;
  children: (data: Accessor<T>) => JSX.Element;
}) {
  const known = () => (props.query.isPending ? undefined : props.query.data);
  return (
    <Switch fallback={<Skeleton rows={props.rows ?? 4} label={text().shell.loading} />}>
      <Match when={known() !== undefined}>{props.children(() => known() as T)}</Match>
      <Match when={props.whole === true && isNotFound(props.query.error)}>
        <EmptyState
          icon={FileText}
          level={1}
          title={errorText(props.query.error).title}
          body={errorText(props.query.error).body}
        >
          <A class="button" href={paths.home}>
            {text().notFound.home}
          </A>
        </EmptyState>
      </Match>
      <Match when={props.query.isError}>
        <ProblemMessage error={props.query.error} onRetry={() => void props.query.refetch()} />
      </Match>
    </Switch>
  );
}

function isNotFound(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'not_found';
}
