import type { CaseResource } from '@licheng/rest-contract';
import { A, useNavigate, useParams } from '@solidjs/router';
import { useInfiniteQuery, useQuery } from '@tanstack/solid-query';
import Inbox from 'lucide-solid/icons/inbox';
import { createSignal, For, Show } from 'solid-js';
import type { CaseFilter } from '../../api/endpoints.ts';
import { caseQuery, casesQuery } from '../../api/queries.ts';
import { Loaded } from '../../lib/loaded.tsx';
import { OutcomeStatusBadge } from '../../lib/outcome-status-badge.tsx';
import { createServerClock } from '../../lib/server-clock.ts';
import { formatDate, timeSince } from '../../lib/taipei.ts';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Message } from '../../ui/message.tsx';
import { Page } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { CaseDetail } from './case-detail.tsx';
import './certification-page.css';

const FILTERS: readonly CaseFilter[] = ['under_certification', 'certified', 'refused', 'all'];

/** 認證作業: queue, preview and decision side by side; on a phone the queue, then one case on the full page. */
export default function CertificationPage() {
  const params = useParams<{ outcomeId?: string }>();
  const navigate = useNavigate();
  const [filter, setFilter] = createSignal<CaseFilter>('under_certification');
  const list = useInfiniteQuery(() => casesQuery(filter()));
  const cases = () => (list.isPending ? [] : (list.data?.pages.flatMap((page) => page.cases) ?? []));
  const firstPage = () => (list.isPending ? undefined : list.data?.pages[0]);

  const goToNext = () => {
    const all = cases();
    const here = all.findIndex((item) => item.outcomeId === params.outcomeId);
    const next = all[here + 1] ?? all.find((item) => item.outcomeId !== params.outcomeId);
    navigate(next === undefined ? paths.certification : paths.certificationCase(next.outcomeId));
  };

  return (
    <Page title={text().certification.title} product={text().product.name} lead={text().certification.lead}>
      <Show when={firstPage()?.windowOpen === false}>
        <Message tone="amber" title={text().certification.windowClosed} />
      </Show>
      <div class="desk" classList={{ 'desk--reading': params.outcomeId !== undefined }}>
        <section class="desk__queue" aria-label={text().certification.queue}>
          <Segmented
            legend={text().certification.filter}
            choices={FILTERS.map((value) => ({ value, label: text().certification.filters[value] }))}
            value={filter()}
            onChange={setFilter}
          />
          <p class="soft numeric" aria-live="polite">
            {text().certification.waiting(firstPage()?.waitingCount ?? 0)}
          </p>
          <Loaded query={list}>
            {() => (
              <Show
                when={cases().length > 0}
                fallback={
                  <EmptyState
                    icon={Inbox}
                    title={text().certification.emptyTitle}
                    body={
                      filter() === 'under_certification'
                        ? text().certification.emptyWaiting
                        : text().certification.emptyOther
                    }
                  />
                }
              >
                <ul class="queue">
                  <For each={cases()}>{(item) => <QueueItem item={item} />}</For>
                </ul>
                <Show when={list.hasNextPage}>
                  <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                    {text().common.more}
                  </Button>
                </Show>
              </Show>
            )}
          </Loaded>
        </section>
        <div class="desk__case">
          <Show when={params.outcomeId} keyed fallback={<p class="desk__choose soft">{text().certification.choose}</p>}>
            {(outcomeId) => <OpenCase outcomeId={outcomeId} onNext={goToNext} hasNext={() => cases().length > 0} />}
          </Show>
        </div>
      </div>
    </Page>
  );
}

function OpenCase(props: { outcomeId: string; onNext: () => void; hasNext: () => boolean }) {
  const query = useQuery(() => caseQuery(props.outcomeId));
  const navigate = useNavigate();
  return (
    <>
      <Button look="plain" class="desk__back" onClick={() => navigate(paths.certification)}>
        ‹ {text().certification.back}
      </Button>
      <Loaded query={query}>
        {(data) => <CaseDetail case={data()} onNext={() => props.onNext()} hasNext={props.hasNext()} />}
      </Loaded>
    </>
  );
}

function QueueItem(props: { item: CaseResource }) {
  const now = createServerClock();
  const when = () => {
    if (props.item.status !== 'under_certification') return formatDate(props.item.decidedAt ?? props.item.submittedAt);
    const { unit, count } = timeSince(now(), props.item.submittedAt);
    return text().certification.waitedFor(text().certification.age[unit](count));
  };
  return (
    <li>
      <A
        class="queue__item"
        activeClass="queue__item--here"
        href={paths.certificationCase(props.item.outcomeId)}
        noScroll
      >
        <span class="queue__subject">{props.item.subject}</span>
        <span class="queue__student">{props.item.studentName}</span>
        <span class="queue__age numeric">{when()}</span>
        <Show when={props.item.status !== 'under_certification'}>
          <OutcomeStatusBadge status={props.item.status} />
        </Show>
      </A>
    </li>
  );
}
