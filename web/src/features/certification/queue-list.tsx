import type { CaseResource } from '@licheng/rest-contract';
import { createEffect, createMemo, createSignal, createUniqueId, For, on, onCleanup, onMount, Show } from 'solid-js';
import { createServerClock } from '../../lib/server-clock.ts';
import { reviewText } from '../../text/review-text.ts';
import type { Queue } from './queue.ts';
import { QueueRow } from './queue-row.tsx';
import { rowsInSight, rowsToDraw } from './row-window.ts';
import './queue-list.css';

/** Rows drawn beyond those in sight, on either side, and fetched ahead of being scrolled to. */
const AROUND = 6;
const AHEAD = 25;
/** The server counts no further. */
const COUNTED_UP_TO = 10_000;

export interface QueueListHandle {
  /** Moves the focus to the row of this case, or to the one that stands where it stood. */
  focus: (outcomeId: string | null) => void;
}

/** The queue as a list of links of which only those in sight are in the page: it stays smooth with ten thousand. */
export function QueueList(props: {
  queue: Queue;
  openId: string | undefined;
  isSelected: (outcomeId: string) => boolean;
  onSelect: (item: CaseResource, selected: boolean, throughRange: boolean) => void;
  hrefOf: (outcomeId: string) => string;
  ref: (handle: QueueListHandle) => void;
}) {
  const hintId = createUniqueId();
  const now = createServerClock();
  const [scroller, setScroller] = createSignal<HTMLDivElement>();
  const [list, setList] = createSignal<HTMLUListElement>();
  const [ruler, setRuler] = createSignal<HTMLDivElement>();
  const [rowHeight, setRowHeight] = createSignal(0);
  const [sight, setSight] = createSignal({ first: 0, end: 12 });
  const [active, setActive] = createSignal<{ id: string | null; index: number }>({ id: null, index: 0 });
  const links = new Map<string, HTMLAnchorElement>();
  let focusIsHere = false;

  const rows = () => props.queue.rows();
  const indexOf = createMemo(() => new Map(rows().map((row, index) => [row.outcomeId, index])));
  const rowOf = (outcomeId: string) => rows()[indexOf().get(outcomeId) ?? -1];
  const count = () =>
    props.queue.hasMore() ? Math.max(rows().length + 1, props.queue.figures()?.matching ?? 0) : rows().length;
  const setSize = () => (props.queue.hasMore() && count() >= COUNTED_UP_TO ? -1 : count());

  /** The one row Tab leads to: where the focus was last, else the open case, else the first. */
  const activeIndex = createMemo(() => {
    const { id, index } = active();
    const at = id === null ? undefined : indexOf().get(id);
    if (at !== undefined) return at;
    const open = id === null && props.openId !== undefined ? indexOf().get(props.openId) : undefined;
    return open ?? Math.min(index, Math.max(0, rows().length - 1));
  });

  const measure = () => {
    const outer = scroller()?.getBoundingClientRect();
    const inner = list()?.getBoundingClientRect();
    const height = ruler()?.offsetHeight ?? 0;
    // Not shown, as on a phone while a case is open: what was in sight is so again afterwards.
    if (outer === undefined || inner === undefined || height === 0 || outer.width === 0) return;
    setRowHeight(height);
    const band = {
      top: Math.max(outer.top, 0) - inner.top,
      bottom: Math.min(outer.bottom, window.innerHeight) - inner.top,
    };
    setSight(rowsInSight(band, height, count()));
  };

  let frame: number | undefined;
  const measureSoon = () => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      measure();
    });
  };
  onMount(() => {
    measure();
    window.addEventListener('scroll', measureSoon, { passive: true });
    window.addEventListener('resize', measureSoon);
    const observer = new ResizeObserver(measureSoon);
    for (const element of [scroller(), ruler()]) if (element !== undefined) observer.observe(element);
    onCleanup(() => {
      window.removeEventListener('scroll', measureSoon);
      window.removeEventListener('resize', measureSoon);
      observer.disconnect();
      if (frame !== undefined) cancelAnimationFrame(frame);
    });
  });

  // Set through the object model: the content security policy allows no style attributes.
  createEffect(() => list()?.style.setProperty('block-size', `${count() * rowHeight()}px`));
  createEffect(on(count, measureSoon));
  createEffect(() => props.queue.show(sight().first, Math.min(count(), sight().end + AHEAD)));

  const drawn = createMemo(() => rowsToDraw(sight(), AROUND, count(), rows().length === 0 ? null : activeIndex()));
  const drawnIds = createMemo(() =>
    drawn()
      .filter((index) => index < rows().length)
      .map((index) => rows()[index]?.outcomeId ?? ''),
  );
  const drawnGaps = createMemo(() => drawn().filter((index) => index >= rows().length));

  const focusRow = (index: number) => {
    const row = rows()[Math.max(0, Math.min(index, rows().length - 1))];
    if (row === undefined) return;
    setActive({ id: row.outcomeId, index });
    queueMicrotask(() => links.get(row.outcomeId)?.focus());
  };
  props.ref({
    focus: (outcomeId) => focusRow((outcomeId === null ? undefined : indexOf().get(outcomeId)) ?? activeIndex()),
  });

  // A row that leaves the queue under the focus hands it to the row that takes its place.
  createEffect(
    on(rows, () => {
      if (focusIsHere && document.activeElement === document.body && rows().length > 0) focusRow(activeIndex());
    }),
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, sight().end - sight().first - 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = steps[event.key];
    if (step !== undefined) focusRow(activeIndex() + step);
    else if (event.key === 'Home') focusRow(0);
    else if (event.key === 'End') focusRow(rows().length - 1);
    else return;
    event.preventDefault();
  };

  return (
    <div class="queue" ref={setScroller} onScroll={measureSoon} aria-busy={props.queue.changing()}>
      <div class="queue__ruler" ref={setRuler} aria-hidden="true" />
      <p class="visually-hidden" id={hintId}>
        {reviewText().certification.listHint}
      </p>
      <ul
        class="queue__rows"
        ref={setList}
        aria-label={reviewText().certification.queue}
        aria-describedby={hintId}
        onKeyDown={onKeyDown}
        onFocusIn={() => (focusIsHere = true)}
        onFocusOut={({ target }) =>
          // A row that was taken out of the page has not been left: the focus is still meant to be here.
          queueMicrotask(() => {
            if (target.isConnected && list()?.contains(document.activeElement) !== true) focusIsHere = false;
          })
        }
      >
        <For each={drawnIds()}>
          {(outcomeId) => (
            <Show when={rowOf(outcomeId)}>
              {(row) => (
                <QueueRow
                  item={row()}
                  now={now()}
                  position={indexOf().get(outcomeId) ?? 0}
                  rowHeight={rowHeight()}
                  setSize={setSize()}
                  open={props.openId === outcomeId}
                  tabStop={indexOf().get(outcomeId) === activeIndex()}
                  selected={props.isSelected(outcomeId)}
                  href={props.hrefOf(outcomeId)}
                  onFocus={() => setActive({ id: outcomeId, index: indexOf().get(outcomeId) ?? 0 })}
                  onSelect={(selected, throughRange) => props.onSelect(row(), selected, throughRange)}
                  linkRef={(link) => {
                    links.set(outcomeId, link);
                    onCleanup(() => links.get(outcomeId) === link && links.delete(outcomeId));
                  }}
                />
              )}
            </Show>
          )}
        </For>
      </ul>
      <For each={drawnGaps()}>{(index) => <Gap index={index} rowHeight={rowHeight()} />}</For>
    </div>
  );
}

/** The place of a row that is on its way. */
function Gap(props: { index: number; rowHeight: number }) {
  const [element, setElement] = createSignal<HTMLDivElement>();
  createEffect(() => element()?.style.setProperty('transform', `translateY(${props.index * props.rowHeight}px)`));
  return (
    <div class="queue__gap" ref={setElement} aria-hidden="true">
      <span />
      <span />
    </div>
  );
}
