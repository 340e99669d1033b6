import type { Operation } from '@licheng/portfolio-rules';
import { OPERATIONS } from '@licheng/portfolio-rules';
import type { CalendarResource } from '@licheng/rest-contract';
import CalendarIcon from 'lucide-solid/icons/calendar';
import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleDashed from 'lucide-solid/icons/circle-dashed';
import CircleX from 'lucide-solid/icons/circle-x';
import { createSignal, createUniqueId, For, Show } from 'solid-js';
import { api } from '../../api/endpoints.ts';
import { calendarQuery, queryClient } from '../../api/queries.ts';
import { useSignedIn } from '../../api/signed-in.tsx';
import { watchQuery } from '../../api/watch-query.ts';
import { createAction } from '../../lib/create-action.ts';
import { Loaded } from '../../lib/loaded.tsx';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { createServerClock } from '../../lib/server-clock.ts';
import { formatDateTime, fromTaipeiInput, toTaipeiInput } from '../../lib/taipei.ts';
import type { ErrorText } from '../../text/error-text.ts';
import { calendarText } from '../../text/calendar-text.ts';
import { text } from '../../text/text.ts';
import { Badge, type IconComponent, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable, RowActions } from '../../ui/data-table.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Message } from '../../ui/message.tsx';
import { Page } from '../../ui/page.tsx';
import { YearRuler } from './year-ruler.tsx';
import '../../ui/field.css';
import './calendar-page.css';

type Window = CalendarResource['windows'][number];
interface Row {
  academicYear: number;
  operation: Operation;
  window: Window | null;
}

export default function CalendarPage() {
  const query = watchQuery(() => calendarQuery());
  const now = createServerClock();
  const signedIn = useSignedIn();
  const [editing, setEditing] = createSignal<Row | null>(null);
  const mayEdit = () => signedIn().person.role === 'administrator';

  const yearsOf = (windows: readonly Window[]) =>
    [...new Set(windows.map((window) => window.academicYear))].sort((a, b) => b - a);
  const rowsOf = (windows: readonly Window[], academicYear: number): Row[] =>
    OPERATIONS.map((operation) => ({
      academicYear,
      operation,
      window: windows.find((w) => w.academicYear === academicYear && w.operation === operation) ?? null,
    }));

  const columns = (): Column<Row>[] => {
    const words = calendarText().calendar.columns;
    const shared: Column<Row>[] = [
      {
        key: 'operation',
        header: words.operation,
        kind: 'title',
        cell: (row) => text().window.operation[row.operation],
        cellId: (row) => `window-${row.academicYear}-${row.operation}`,
      },
      {
        key: 'opens',
        header: words.opensAt,
        kind: 'fit',
        cell: (row) => row.window && formatDateTime(row.window.opensAt),
      },
      {
        key: 'closes',
        header: words.closesAt,
        kind: 'fit',
        cell: (row) => row.window && formatDateTime(row.window.closesAt),
      },
      { key: 'state', header: words.state, cell: (row) => <State window={row.window} now={now()} /> },
    ];
    if (!mayEdit()) return shared;
    return [
      ...shared,
      {
        key: 'actions',
        header: words.actions,
        kind: 'actions',
        cell: (row) => (
          <RowActions>
            <Button
              compact
              aria-describedby={`window-${row.academicYear}-${row.operation}`}
              onClick={() => setEditing(row)}
            >
              {calendarText().calendar.edit}
            </Button>
          </RowActions>
        ),
      },
    ];
  };

  return (
    <Page
      title={calendarText().calendar.title}
      product={text().product.name}
      eyebrow={calendarText().calendar.serverTime(formatDateTime(new Date(now()).toISOString()))}
      lead={calendarText().calendar.lead}
    >
      <Loaded query={query}>
        {(data) => (
          <Show
            when={data().windows.length > 0}
            fallback={
              <EmptyState
                icon={CalendarIcon}
                title={calendarText().calendar.emptyTitle}
                body={calendarText().calendar.emptyBody}
              />
            }
          >
            <For each={yearsOf(data().windows)}>
              {(year) => (
                <section class="calendar__year">
                  <h2>{text().common.academicYear(year)}</h2>
                  <YearRuler periods={data().windows.filter((w) => w.academicYear === year)} now={now()} />
                  <DataTable
                    caption={text().common.academicYear(year)}
                    columns={columns()}
                    rows={rowsOf(data().windows, year)}
                  />
                </section>
              )}
            </For>
          </Show>
        )}
      </Loaded>
      <Show when={editing()} keyed>
        {(row) => <EditDialog row={row} onClose={() => setEditing(null)} />}
      </Show>
    </Page>
  );
}

function State(props: { window: Window | null; now: number }) {
  const look = (): { tone: Tone; icon: IconComponent; words: string } => {
    if (props.window === null) return { tone: 'slate', icon: CircleDashed, words: text().window.unset };
    const opensAt = new Date(props.window.opensAt).getTime();
    const closesAt = new Date(props.window.closesAt).getTime();
    if (props.now < opensAt) return { tone: 'slate', icon: CircleDashed, words: text().window.notYet };
    if (props.now < closesAt) return { tone: 'green', icon: CircleCheck, words: text().window.open };
    return { tone: 'red', icon: CircleX, words: text().window.closed };
  };
  return (
    <Badge tone={look().tone} icon={look().icon}>
      {look().words}
    </Badge>
  );
}

function EditDialog(props: { row: Row; onClose: () => void }) {
  const id = createUniqueId();
  const { academicYear, operation, window: current } = props.row;
  const [opens, setOpens] = createSignal(current === null ? '' : toTaipeiInput(current.opensAt));
  const [closes, setCloses] = createSignal(current === null ? '' : toTaipeiInput(current.closesAt));
  const [fault, setFault] = createSignal<ErrorText | null>(null);
  const action = createAction(async () => {
    const opensAt = fromTaipeiInput(opens());
    const closesAt = fromTaipeiInput(closes());
    setFault(null);
    if (opensAt === null || closesAt === null) {
      setFault(calendarText().calendar.incomplete);
      return;
    }
    if (opensAt >= closesAt) {
      setFault(calendarText().calendar.order);
      return;
    }
    await api.putWindow(academicYear, operation, { opensAt, closesAt });
    // Windows stand on nearly every page.
    await queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    props.onClose();
  });
  return (
    <Dialog
      title={calendarText().calendar.editTitle(academicYear, text().window.operation[operation])}
      onClose={() => props.onClose()}
    >
      <form
        class="calendar__form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          void action.run();
        }}
      >
        <div class="field">
          <label class="field__label" for={`${id}-opens`}>
            {calendarText().calendar.opensAt}
          </label>
          <input
            class="input"
            id={`${id}-opens`}
            type="datetime-local"
            value={opens()}
            onInput={(event) => setOpens(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label class="field__label" for={`${id}-closes`}>
            {calendarText().calendar.closesAt}
          </label>
          <input
            class="input"
            id={`${id}-closes`}
            type="datetime-local"
            value={closes()}
            onInput={(event) => setCloses(event.currentTarget.value)}
          />
        </div>
        <Show when={fault()}>{(words) => <Message tone="red" urgent title={words().title} body={words().body} />}</Show>
        <ProblemMessage error={action.error()} />
        <DialogButtons>
          <Button onClick={() => props.onClose()}>{text().common.cancel}</Button>
          <Button type="submit" look="primary" busy={action.pending()}>
            {calendarText().calendar.save}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
