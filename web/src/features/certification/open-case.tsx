import type { CaseResource } from '@licheng/rest-contract';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import { onLiveEvent, pollWhileLiveIsAway } from '../../api/live.ts';
import { caseQuery, keys, queryClient } from '../../api/queries.ts';
import { watchQuery } from '../../api/watch-query.ts';
import { prefetchPreview } from '../../lib/file-preview/preview-query.ts';
import { Loaded } from '../../lib/loaded.tsx';
import { reviewText } from '../../text/review-text.ts';
import { Button } from '../../ui/button.tsx';
import { CaseView } from './case-view.tsx';
import type { DecisionHandle } from './decision.tsx';
import { createPresence } from './presence.ts';

const POLL_MS = 5_000;

/** The case that is open: presence told, the next one fetched ahead, and fresh after every event that concerns it. */
export function OpenCase(props: {
  outcomeId: string;
  /** Whether the focus moves to it; not for the case a visit begins with. */
  takesFocus: boolean;
  nextOf: () => string | null;
  followingOf: (decided: CaseResource) => Promise<string | null>;
  onOpen: (outcomeId: string | null) => void;
  onStep: (by: 1 | -1) => void;
  decisionRef: (handle: DecisionHandle | null) => void;
}) {
  const query = watchQuery(() => ({ ...caseQuery(props.outcomeId), refetchInterval: pollWhileLiveIsAway(POLL_MS) }));
  const [pane, setPane] = createSignal<HTMLElement>();
  const known = () => (query.isPending ? undefined : query.data);

  createPresence(
    () => props.outcomeId,
    () => (known()?.allowedActions.length ?? 0) > 0,
  );

  onCleanup(
    onLiveEvent((event) => {
      if (event.kind !== 'case' || event.outcomeId !== props.outcomeId) return;
      void queryClient.invalidateQueries({ queryKey: keys.case(props.outcomeId) });
    }),
  );

  createEffect(() => {
    if (known() === undefined) return;
    const next = props.nextOf();
    if (next !== null) void prefetchCase(next);
  });

  // After the shell, which moves to the page's beginning whenever the address changes; and once there is a heading.
  let moved = !props.takesFocus;
  createEffect(() => {
    if (moved || known() === undefined) return;
    moved = true;
    setTimeout(() => pane()?.querySelector('h2')?.focus({ preventScroll: true }));
  });

  return (
    <section
      class="desk__case"
      aria-label={reviewText().certification.case}
      aria-busy={known() === undefined}
      ref={setPane}
    >
      <Show when={known() === undefined}>
        <Button look="plain" compact class="case__back" onClick={() => props.onOpen(null)}>
          <ArrowLeft class="icon" aria-hidden="true" />
          {reviewText().certification.back}
        </Button>
      </Show>
      <Loaded query={query} rows={6}>
        {(data) => (
          <CaseView
            case={data()}
            followingOf={props.followingOf}
            onOpen={props.onOpen}
            onStep={props.onStep}
            decisionRef={props.decisionRef}
          />
        )}
      </Loaded>
    </section>
  );
}

/** The next case and the first look at its files, so that moving on shows them at once. */
async function prefetchCase(outcomeId: string): Promise<void> {
  await queryClient.prefetchQuery(caseQuery(outcomeId));
  const next = queryClient.getQueryData<CaseResource>(keys.case(outcomeId));
  for (const file of next?.files ?? []) await prefetchPreview(file);
}
