import type { CaseResource } from '@licheng/rest-contract';
import { useLocation, useNavigate, useParams, useSearchParams } from '@solidjs/router';
import Keyboard from 'lucide-solid/icons/keyboard';
import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from 'solid-js';
import { useSignedIn } from '../../api/signed-in.tsx';
import { paths } from '../../paths.ts';
import { reviewText } from '../../text/review-text.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { Page } from '../../ui/page.tsx';
import type { DecisionHandle } from './decision.tsx';
import { OpenCase } from './open-case.tsx';
import { createQueue } from './queue.ts';
import { filterFrom, paramsOf, type QueueFilter, sameFilter } from './queue-filter.ts';
import { QueueFilters } from './queue-filters.tsx';
import type { QueueListHandle } from './queue-list.tsx';
import { QueuePane } from './queue-pane.tsx';
import { listenForShortcuts, type Shortcut } from './shortcuts.ts';
import { ShortcutsHelp } from './shortcuts-help.tsx';
import { onUndone, undoLast } from './verdicts.ts';
import './certification-page.css';

/** 認證作業: queue, preview and decision side by side; on a phone the queue, then one case on the whole screen. */
export function CertificationPage() {
  const words = () => reviewText().certification;
  const session = useSignedIn();
  const params = useParams<{ outcomeId?: string }>();
  const location = useLocation();
  const navigate = useNavigate();
  const [searchParams, setSearchParams] = useSearchParams();
  const [desk, setDesk] = createSignal<HTMLDivElement>();
  const [helpOpen, setHelpOpen] = createSignal(false);
  const [said, setSaid] = createSignal('');
  let list: QueueListHandle | undefined;
  let decision: DecisionHandle | null = null;
  let searchField: HTMLInputElement | undefined;
  let beginsWithCase = params.outcomeId !== undefined;
  const takesFocus = () => {
    const takes = !beginsWithCase;
    beginsWithCase = false;
    return takes;
  };
  let select: ((outcomeId: string) => void) | undefined;

  const filter = createMemo<QueueFilter>(() => filterFrom(searchParams), filterFrom({}), { equals: sameFilter });
  const queue = createQueue(filter, () => session().person.name);
  const hrefOf = (outcomeId: string) => `${paths.certificationCase(outcomeId)}${location.search}`;
  const open = (outcomeId: string | null) =>
    navigate(outcomeId === null ? `${paths.certification}${location.search}` : hrefOf(outcomeId), { scroll: false });

  const say = (sentence: string) => {
    // Emptied first: the same sentence twice in a row is two announcements.
    setSaid('');
    queueMicrotask(() => setSaid(sentence));
  };

  const step = async (by: 1 | -1) => {
    const rows = queue.rows();
    const here = rows.findIndex((row) => row.outcomeId === params.outcomeId);
    const target = by === 1 ? await queue.after(params.outcomeId ?? '') : rows[here === -1 ? 0 : here - 1];
    if (target === undefined || target === null || target.outcomeId === params.outcomeId) {
      say(by === 1 ? words().lastOne : words().firstOne);
    } else open(target.outcomeId);
  };

  /** Where to go from a case that is about to be decided: the next one, else the one before it, else the empty desk. */
  const following = async (decided: CaseResource): Promise<string | null> => {
    const next = await queue.after(decided.outcomeId);
    if (next !== null && next.outcomeId !== decided.outcomeId) return next.outcomeId;
    const others = queue.rows().filter((row) => row.outcomeId !== decided.outcomeId && row.allowedActions.length > 0);
    return others.at(-1)?.outcomeId ?? null;
  };

  const back = (): boolean => {
    if (decision?.leaveRefusal() === true) return true;
    if (params.outcomeId === undefined) return false;
    open(null);
    return true;
  };

  const act: Record<Shortcut, () => boolean> = {
    next: () => (void step(1), true),
    previous: () => (void step(-1), true),
    certify: () => decision?.certify() ?? false,
    refuse: () => decision?.refuse() ?? false,
    undo: () => {
      if (!undoLast()) say(words().nothingToUndo);
      return true;
    },
    choose: () => {
      if (params.outcomeId !== undefined) select?.(params.outcomeId);
      return params.outcomeId !== undefined;
    },
    search: () => {
      searchField?.focus();
      searchField?.select();
      return true;
    },
    help: () => (setHelpOpen(true), true),
    back,
  };
  listenForShortcuts((shortcut) => act[shortcut]());

  // What was taken back is what one wants to look at again.
  onCleanup(onUndone(([first]) => first !== undefined && open(first.outcomeId)));

  // Back at the queue the focus is where it was left; on a phone the shell has scrolled to the top by then.
  createEffect(
    on(
      () => params.outcomeId,
      (now, before) => {
        if (now === undefined && before !== undefined) requestAnimationFrame(() => list?.focus(before));
      },
      { defer: true },
    ),
  );

  onMount(() => {
    // The panes end where the window ends, whatever stands above them.
    const follow = () => {
      const top = (desk()?.getBoundingClientRect().top ?? 0) + window.scrollY;
      desk()?.style.setProperty('--desk-top', `${Math.round(top)}px`);
    };
    const observer = new ResizeObserver(follow);
    observer.observe(document.body);
    const head = desk()?.previousElementSibling;
    if (head instanceof Element) observer.observe(head);
    window.addEventListener('resize', follow);
    follow();
    onCleanup(() => {
      observer.disconnect();
      window.removeEventListener('resize', follow);
    });
  });

  return (
    <Page
      title={words().title}
      product={text().product.name}
      lead={words().lead}
      actions={
        <Button look="plain" compact class="desk__help" onClick={() => setHelpOpen(true)}>
          <Keyboard class="icon" aria-hidden="true" />
          {words().shortcuts}
        </Button>
      }
    >
      <Show when={queue.figures()?.windowOpen === false}>
        <Message tone="amber" title={words().windowClosed} body={words().windowClosedBody} />
      </Show>
      <div class="desk" classList={{ 'desk--reading': params.outcomeId !== undefined }} ref={setDesk}>
        <div class="desk__top">
          <QueueFilters
            filter={filter()}
            onChange={(change) =>
              setSearchParams(paramsOf({ ...filter(), ...change }), { replace: true, scroll: false })
            }
            searchRef={(field) => {
              searchField = field;
            }}
            onLeaveSearch={() => {
              searchField?.blur();
              list?.focus(params.outcomeId ?? null);
            }}
          />
        </div>
        <div class="desk__panes">
          <QueuePane
            queue={queue}
            filter={filter()}
            openId={params.outcomeId}
            hrefOf={hrefOf}
            onClearFilter={() =>
              setSearchParams(paramsOf({ ...filter(), courseId: null, minAgeDays: 0, search: '' }), { scroll: false })
            }
            onSay={say}
            listRef={(handle) => {
              list = handle;
            }}
            selectRef={(toggle) => {
              select = toggle;
            }}
          />
          <Show
            when={params.outcomeId}
            keyed
            fallback={
              <section class="desk__case desk__choose soft" aria-label={words().case}>
                <p>{words().choose}</p>
                <p class="desk__choose-hint">{words().chooseHint}</p>
              </section>
            }
          >
            {(outcomeId) => (
              <OpenCase
                outcomeId={outcomeId}
                takesFocus={takesFocus()}
                nextOf={() => {
                  const rows = queue.rows();
                  return rows[rows.findIndex((row) => row.outcomeId === outcomeId) + 1]?.outcomeId ?? null;
                }}
                followingOf={following}
                onOpen={open}
                onStep={(by) => void step(by)}
                decisionRef={(handle) => {
                  decision = handle;
                }}
              />
            )}
          </Show>
        </div>
      </div>
      <p class="visually-hidden" role="status">
        {said()}
      </p>
      <Show when={helpOpen()}>
        <ShortcutsHelp onClose={() => setHelpOpen(false)} />
      </Show>
    </Page>
  );
}
