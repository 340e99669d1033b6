import type { DeputyListResource, DeputyResource } from '@licheng/rest-contract';
import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleDashed from 'lucide-solid/icons/circle-dashed';
import Clock from 'lucide-solid/icons/clock';
import UserRoundCheck from 'lucide-solid/icons/user-round-check';
import { createSignal, For, Show } from 'solid-js';
import { deputiesQuery } from '../../api/queries.ts';
import { watchQuery } from '../../api/watch-query.ts';
import { Loaded } from '../../lib/loaded.tsx';
import { formatDateTime } from '../../lib/taipei.ts';
import { reviewText } from '../../text/review-text.ts';
import { text } from '../../text/text.ts';
import { Badge, type IconComponent, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable, RowActions } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { AppointDialog } from './appoint-dialog.tsx';
import { type DeputyState, stateOf, writtenDay } from './deputy-days.ts';
import { EndDialog } from './end-dialog.tsx';
import './deputies-page.css';

const GROUPS: readonly DeputyState[] = ['active', 'coming', 'ended'];

const LOOK: Record<DeputyState, { tone: Tone; icon: IconComponent }> = {
  active: { tone: 'green', icon: CircleCheck },
  coming: { tone: 'amber', icon: Clock },
  ended: { tone: 'slate', icon: CircleDashed },
};

/** 代理認證人: who certifies for a teacher, for which courses and between which days. */
export function DeputiesPage() {
  const words = () => reviewText().deputies;
  const query = watchQuery(() => deputiesQuery());
  const [appointing, setAppointing] = createSignal(false);
  const [ending, setEnding] = createSignal<DeputyResource | null>(null);
  const known = () => (query.isPending ? undefined : query.data);

  return (
    <Page
      title={words().title}
      product={text().product.name}
      lead={words().lead}
      actions={
        <Button
          look="primary"
          aria-disabled={known() === undefined}
          onClick={() => setAppointing(known() !== undefined)}
        >
          {words().appoint}
        </Button>
      }
    >
      <Loaded query={query}>
        {(data) => (
          <Show
            when={data().deputies.length > 0}
            fallback={<EmptyState icon={UserRoundCheck} title={words().emptyTitle} body={words().emptyBody} />}
          >
            <For each={GROUPS}>{(state) => <Group state={state} list={data()} onEnd={setEnding} />}</For>
          </Show>
        )}
      </Loaded>
      <Show when={appointing() && known()}>
        {(list) => <AppointDialog list={list()} onClose={() => setAppointing(false)} />}
      </Show>
      <Show when={ending()}>{(deputy) => <EndDialog deputy={deputy()} onClose={() => setEnding(null)} />}</Show>
    </Page>
  );
}

function Group(props: { state: DeputyState; list: DeputyListResource; onEnd: (deputy: DeputyResource) => void }) {
  const words = () => reviewText().deputies;
  const rows = () => props.list.deputies.filter((deputy) => stateOf(deputy) === props.state);

  const columns = (): Column<DeputyResource>[] => {
    const headers = words().columns;
    const shared: Column<DeputyResource>[] = [
      { key: 'deputy', header: headers.deputy, kind: 'title', cell: (row) => row.deputy.name },
      { key: 'teacher', header: headers.teacher, cell: (row) => row.teacher.name },
      { key: 'course', header: headers.course, cell: (row) => row.course?.subject ?? words().allCourses },
      {
        key: 'days',
        header: headers.days,
        cell: (row) => <span class="numeric">{words().days(writtenDay(row.firstDay), writtenDay(row.lastDay))}</span>,
      },
      {
        key: 'state',
        header: headers.state,
        cell: (row) => (
          <span class="deputies__state">
            <Badge tone={LOOK[props.state].tone} icon={LOOK[props.state].icon}>
              {words().state[props.state]}
            </Badge>
            <Show when={row.endedAt}>
              {(at) => (
                <span class="soft numeric deputies__small">
                  {words().endedBy(row.endedByName ?? '', formatDateTime(at()))}
                </span>
              )}
            </Show>
          </span>
        ),
      },
      {
        key: 'appointed',
        header: headers.appointed,
        cell: (row) => (
          <span class="soft numeric deputies__small">
            {words().by(row.appointedByName, formatDateTime(row.appointedAt))}
          </span>
        ),
      },
    ];
    if (props.state === 'ended') return shared;
    return [
      ...shared,
      {
        key: 'actions',
        header: headers.actions,
        kind: 'actions',
        cell: (row) => (
          <RowActions>
            <Button
              compact
              look="danger"
              aria-label={words().endOf(row.deputy.name, row.teacher.name)}
              onClick={() => props.onEnd(row)}
            >
              {words().end}
            </Button>
          </RowActions>
        ),
      },
    ];
  };

  return (
    <Show when={rows().length > 0}>
      <section class="deputies">
        <h2>
          {words().groups[props.state]} <span class="soft numeric deputies__count">{rows().length}</span>
        </h2>
        <DataTable caption={words().groups[props.state]} columns={columns()} rows={rows()} />
      </section>
    </Show>
  );
}
