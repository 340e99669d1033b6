import { useNavigate, useSearchParams } from '@solidjs/router';
import { createMemo, createSignal, lazy, onCleanup, onMount, Show, Suspense } from 'solid-js';
import { coursesQuery, outcomesQuery } from '../api/queries.ts';
import { useSignedIn } from '../api/signed-in.tsx';
import { watchQuery } from '../api/watch-query.ts';
import type { UploadTarget } from '../features/upload/session-state.ts';

const UploadSheet = lazy(() => import('../features/upload/upload-sheet.tsx'));

/** Opens the upload form over a page whose address asks for it, so that the way back closes it. */
export function UploadHost(props: { courseId?: string | undefined; closedPath: string }) {
  const [search] = useSearchParams<{ add?: string; edit?: string }>();
  const signedIn = useSignedIn();
  const navigate = useNavigate();
  const [settled, setSettled] = createSignal(false);
  // Asked for before it is wanted, but after everything the page itself needs; so is the form.
  const courses = watchQuery(() => ({ ...coursesQuery(), enabled: settled() || search.add !== undefined }));
  const outcomes = watchQuery(() => ({
    ...outcomesQuery(props.courseId ?? ''),
    enabled: props.courseId !== undefined,
  }));

  onMount(() => {
    const timer = setTimeout(() => {
      setSettled(true);
      void UploadSheet.preload();
    }, 1_500);
    onCleanup(() => clearTimeout(timer));
  });

  // Fixed when the form opens: a later fetch must not exchange the form under the hands that fill it.
  const target = createMemo<UploadTarget | null>((open) => {
    const { add, edit } = search;
    const personId = signedIn().person.id;
    if (add !== undefined) {
      if (open?.courseId === add && open.outcome === null) return open;
      const course = courses.isPending ? undefined : courses.data?.courses.find(({ id }) => id === add);
      return course === undefined ? null : { personId, courseId: add, subject: course.subject, outcome: null };
    }
    if (edit !== undefined) {
      if (open?.outcome?.id === edit) return open;
      const data = outcomes.isPending ? undefined : outcomes.data;
      const outcome = data?.outcomes.find(({ id }) => id === edit);
      if (data === undefined || outcome === undefined) return null;
      return { personId, courseId: outcome.courseId, subject: data.course.subject, outcome: copyOf(outcome) };
    }
    return null;
  }, null);

  return (
    <Suspense>
      <Show when={target()} keyed>
        {(current) => (
          <UploadSheet target={current} onClose={() => navigate(props.closedPath, { replace: true, scroll: false })} />
        )}
      </Show>
    </Suspense>
  );
}

/** A copy free of the store's proxies, which later fetches write into. */
function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
