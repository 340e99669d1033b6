import type { CaseResource } from '@licheng/rest-contract';
import { A } from '@solidjs/router';
import Eye from 'lucide-solid/icons/eye';
import Hourglass from 'lucide-solid/icons/hourglass';
import UsersRound from 'lucide-solid/icons/users-round';
import { createEffect, createSignal, Match, Show, Switch } from 'solid-js';
import { OutcomeStatusBadge } from '../../lib/outcome-status-badge.tsx';
import { formatDate, timeSince } from '../../lib/taipei.ts';
import { courseTermLine } from '../../lib/term-labels.ts';
import { reviewText } from '../../text/review-text.ts';
import '../../ui/checkbox.css';

/** One case of the queue: who, what, since when, and whether somebody is at it. Every row has the same height. */
export function QueueRow(props: {
  item: CaseResource;
  now: number;
  position: number;
  rowHeight: number;
  setSize: number;
  open: boolean;
  tabStop: boolean;
  selected: boolean;
  href: string;
  onFocus: () => void;
  onSelect: (selected: boolean, throughRange: boolean) => void;
  linkRef: (link: HTMLAnchorElement) => void;
}) {
  const words = () => reviewText().certification;
  const [row, setRow] = createSignal<HTMLLIElement>();
  createEffect(() => row()?.style.setProperty('transform', `translateY(${props.position * props.rowHeight}px)`));

  const waiting = () => props.item.status === 'under_certification';
  const when = () => {
    if (!waiting()) return formatDate(props.item.decidedAt ?? props.item.submittedAt);
    const { unit, count } = timeSince(props.now, props.item.submittedAt);
    return words().waitedFor(words().ages[unit](count));
  };
  /** A claim that is not repeated is over, whether or not anybody says so. */
  const looking = () => {
    const { claim } = props.item;
    return claim !== null && Date.parse(claim.expiresAt) > props.now ? claim.certifierName : null;
  };

  return (
    <li
      class="queue__row"
      classList={{ 'queue__row--here': props.open, 'queue__row--selected': props.selected }}
      ref={setRow}
      aria-setsize={props.setSize}
      aria-posinset={props.position + 1}
      onFocusIn={() => props.onFocus()}
    >
      <label class="checkbox queue__check">
        <input
          type="checkbox"
          class="checkbox__box"
          tabindex={props.tabStop ? 0 : -1}
          checked={props.selected}
          onClick={(event) => props.onSelect(event.currentTarget.checked, event.shiftKey)}
        />
        <span class="visually-hidden">{words().select(props.item.studentName, props.item.subject)}</span>
      </label>
      <A
        class="queue__link"
        href={props.href}
        noScroll
        ref={(link: HTMLAnchorElement) => props.linkRef(link)}
        tabindex={props.tabStop ? 0 : -1}
        aria-current={props.open ? 'true' : undefined}
        onKeyDown={(event) => {
          if (event.key !== ' ') return;
          event.preventDefault();
          props.onSelect(!props.selected, event.shiftKey);
        }}
      >
        <span class="queue__student" title={props.item.studentName}>
          {props.item.studentName}
        </span>
        <span class="queue__age numeric">{when()}</span>
        <span class="queue__subject" title={props.item.subject}>
          {props.item.subject}
        </span>
        <span class="queue__tags">
          <Switch fallback={<span class="queue__tag">{courseTermLine(props.item)}</span>}>
            <Match when={props.item.pendingVerdict}>
              {(pending) => (
                <>
                  <Hourglass class="icon" aria-hidden="true" />
                  <span class="queue__tag">
                    {pending().own
                      ? words().pending.own(words().verdict[pending().action])
                      : words().pending.other(pending().certifierName, words().verdict[pending().action])}
                  </span>
                </>
              )}
            </Match>
            <Match when={looking()}>
              {(who) => (
                <span class="queue__claim">
                  <Eye class="icon" aria-hidden="true" />
                  <span class="queue__tag">{words().looking(who())}</span>
                </span>
              )}
            </Match>
            <Match when={!waiting()}>
              <OutcomeStatusBadge status={props.item.status} />
            </Match>
            <Match when={props.item.deputisingForName}>
              {(teacher) => (
                <>
                  <UsersRound class="icon" aria-hidden="true" />
                  <span class="queue__tag">{words().deputising(teacher())}</span>
                </>
              )}
            </Match>
          </Switch>
          <Show when={(props.item.pendingVerdict !== null || looking() !== null) && !waiting()}>
            <OutcomeStatusBadge status={props.item.status} />
          </Show>
        </span>
      </A>
    </li>
  );
}
