import type { CaseResource } from '@licheng/rest-contract';
import Inbox from 'lucide-solid/icons/inbox';
import { createEffect, createSignal, Match, on, onCleanup, Show, Switch } from 'solid-js';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { reviewText } from '../../text/review-text.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { BatchBar } from './batch-bar.tsx';
import { BatchResults } from './batch-results.tsx';
import type { BatchResult } from './batch-verdicts.ts';
import type { Queue } from './queue.ts';
import { isNarrowed, type QueueFilter } from './queue-filter.ts';
import { QueueList, type QueueListHandle } from './queue-list.tsx';
import { onUndone } from './verdicts.ts';
import './queue-pane.css';

const COUNTED_UP_TO = 10_000;

/** The queue with what may be done to several of it at once. */
export function QueuePane(props: {
  queue: Queue;
  filter: QueueFilter;
  openId: string | undefined;
  hrefOf: (outcomeId: string) => string;
  onClearFilter: () => void;
  onSay: (sentence: string) => void;
  listRef: (handle: QueueListHandle) => void;
  selectRef: (toggle: (outcomeId: string) => void) => void;
}) {
  const words = () => reviewText().certification;
  const [selected, setSelected] = createSignal<ReadonlyMap<string, CaseResource>>(new Map());
  const [results, setResults] = createSignal<readonly BatchResult[] | null>(null);
  let lastClicked: string | null = null;

  const rows = () => props.queue.rows();
  const figures = () => props.queue.figures();
  /** What a verdict can be given on: of these the server decides one by one. */
  const selectable = () => rows().filter((row) => row.allowedActions.length > 0);
  const allSelected = () => selectable().length > 0 && selectable().every((row) => selected().has(row.outcomeId));

  createEffect(
    on(
      () => props.filter,
      () => {
        setSelected(new Map());
        setResults(null);
      },
      { defer: true },
    ),
  );

  const put = (items: readonly CaseResource[], on: boolean) => {
    const next = new Map(selected());
    for (const item of items) {
      if (on && item.allowedActions.length > 0) next.set(item.outcomeId, item);
      else next.delete(item.outcomeId);
    }
    setSelected(next);
    props.onSay(words().selected(next.size));
  };

  const select = (item: CaseResource, on: boolean, throughRange: boolean) => {
    const from = throughRange ? rows().findIndex((row) => row.outcomeId === lastClicked) : -1;
    const to = rows().findIndex((row) => row.outcomeId === item.outcomeId);
    lastClicked = item.outcomeId;
    put(from === -1 ? [item] : rows().slice(Math.min(from, to), Math.max(from, to) + 1), on);
  };
  props.selectRef((outcomeId) => {
    const item = rows().find((row) => row.outcomeId === outcomeId);
    if (item !== undefined) select(item, !selected().has(outcomeId), false);
  });

  onCleanup(onUndone(() => setResults(null)));

  const finish = (done: readonly BatchResult[]) => {
    setSelected(new Map(done.filter(({ problem }) => problem !== null).map(({ item }) => [item.outcomeId, item])));
    setResults(done);
  };

  const isFirstLoad = () => figures() === null && props.queue.error() === null;
  const isEmpty = () => figures() !== null && rows().length === 0 && !props.queue.hasMore() && !props.queue.changing();
  const count = () => {
    const known = figures();
    if (known === null) return '';
    const waiting = words().waiting(known.waiting);
    if (props.filter.status === 'under_certification' && !isNarrowed(props.filter)) return waiting;
    return `${words().matching(known.matching, known.matching >= COUNTED_UP_TO)} · ${waiting}`;
  };

  return (
    <section class="queue-pane" aria-label={words().queue}>
      <p class="queue-pane__count soft numeric" role="status">
        {props.queue.changing() && !isFirstLoad() ? words().updating : count()}
      </p>
      <ProblemMessage error={props.queue.error()} onRetry={() => props.queue.retry()} />
      <Show when={results()}>
        {(shown) => <BatchResults results={shown()} hrefOf={props.hrefOf} onClose={() => setResults(null)} />}
      </Show>
      <Switch>
        <Match when={isFirstLoad()}>
          <Skeleton rows={6} label={text().shell.loading} />
        </Match>
        <Match when={isEmpty() && props.queue.error() === null}>
          <Empty filter={props.filter} onClearFilter={() => props.onClearFilter()} />
        </Match>
        <Match when={rows().length > 0 || props.queue.hasMore()}>
          <Show when={selectable().length > 0}>
            <Checkbox
              checked={allSelected()}
              mixed={selected().size > 0 && !allSelected()}
              onChange={(on) => put(selectable(), on)}
            >
              <span class="queue-pane__all">{words().selectLoaded(selectable().length)}</span>
            </Checkbox>
          </Show>
          <QueueList
            queue={props.queue}
            openId={props.openId}
            isSelected={(outcomeId) => selected().has(outcomeId)}
            onSelect={select}
            hrefOf={props.hrefOf}
            ref={(handle) => props.listRef(handle)}
          />
        </Match>
      </Switch>
      <Show when={selected().size > 0}>
        <BatchBar
          items={[...selected().values()]}
          onStart={() => setResults(null)}
          onDone={finish}
          onClear={() => setSelected(new Map())}
        />
      </Show>
    </section>
  );
}

function Empty(props: { filter: QueueFilter; onClearFilter: () => void }) {
  const words = () => reviewText().certification;
  return (
    <Switch>
      <Match when={isNarrowed(props.filter)}>
        <EmptyState icon={Inbox} title={words().emptyNarrowedTitle} body={words().emptyNarrowed}>
          <Button onClick={() => props.onClearFilter()}>{words().clearFilter}</Button>
        </EmptyState>
      </Match>
      <Match when={props.filter.status === 'under_certification'}>
        <EmptyState icon={Inbox} title={words().emptyWaitingTitle} body={words().emptyWaiting} />
      </Match>
      <Match when={props.filter.status !== 'under_certification'}>
        <EmptyState icon={Inbox} title={words().emptyOtherTitle} body={words().emptyOther} />
      </Match>
    </Switch>
  );
}
