import type { FileSlot } from '@licheng/portfolio-rules';
import type { OutcomeFileResource, OutcomeListResource, OutcomeResource } from '@licheng/rest-contract';
import { A, useNavigate, useParams } from '@solidjs/router';
import FilePlus from 'lucide-solid/icons/file-plus';
import { createMemo, createSignal, lazy, Match, onMount, Show, Suspense, Switch } from 'solid-js';
import { outcomesQuery } from '../../api/queries.ts';
import { watchQuery } from '../../api/watch-query.ts';
import { FileLink } from '../../lib/file-link.tsx';
import { Loaded } from '../../lib/loaded.tsx';
import { outcomeName } from '../../lib/outcome-name.ts';
import { OutcomeStatusBadge } from '../../lib/outcome-status-badge.tsx';
import { formatDate } from '../../lib/taipei.ts';
import { courseTermLine } from '../../lib/term-labels.ts';
import { WindowLines } from '../../lib/window-lines.tsx';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { type Column, DataTable, RowActions } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { StickyActions } from '../../ui/sticky-actions.tsx';
import { blockedWords, may } from './allowed.ts';
import { CommentDialog, DeleteDialog } from './outcome-dialogs.tsx';
import { SubmitDialog } from './submit-dialog.tsx';
import { SummaryText } from './summary-text.tsx';
import './outcomes-page.css';

const PreviewDialog = lazy(() => import('./preview-dialog.tsx'));

type Asked =
  | { what: 'submit'; outcomes: OutcomeResource[] }
  | { what: 'delete'; outcome: OutcomeResource }
  | { what: 'comment'; outcome: OutcomeResource }
  | { what: 'preview'; outcome: OutcomeResource; file: OutcomeFileResource };

export default function OutcomesPage() {
  const params = useParams<{ courseId: string }>();
  const navigate = useNavigate();
  const query = watchQuery(() => outcomesQuery(params.courseId));
  onMount(() => {
    // Fetched before it is wanted, after everything the page itself needs.
    setTimeout(() => void PreviewDialog.preload(), 2_000);
  });
  return (
    <Loaded whole query={query}>
      {(data) => (
        <Page
          title={text().outcome.title(data().course.subject)}
          product={text().product.name}
          eyebrow={courseTermLine(data().course)}
          lead={<WindowLines windows={data().windows} operations={['upload', 'submit']} />}
          actions={
            <>
              <Show when={data().course.canAdd}>
                <Button
                  look={data().outcomes.length === 0 ? 'primary' : 'normal'}
                  onClick={() => navigate(paths.addOutcomeFromList(params.courseId), { scroll: false })}
                >
                  {text().course.add}
                </Button>
              </Show>
              <Button onClick={() => navigate(paths.courses)}>{text().common.close}</Button>
            </>
          }
        >
          <Show
            when={data().outcomes.length > 0}
            fallback={<EmptyState icon={FilePlus} title={text().outcome.emptyTitle} body={text().outcome.emptyBody} />}
          >
            <OutcomeTable data={data()} />
          </Show>
        </Page>
      )}
    </Loaded>
  );
}

function OutcomeTable(props: { data: OutcomeListResource }) {
  const navigate = useNavigate();
  const [asked, setAsked] = createSignal<Asked | null>(null);
  const askedAs = <W extends Asked['what']>(what: W) => {
    const current = asked();
    return current?.what === what ? (current as Extract<Asked, { what: W }>) : null;
  };
  const close = () => setAsked(null);
  const [chosenIds, setChosenIds] = createSignal<ReadonlySet<string>>(new Set());
  const sendable = createMemo(() => props.data.outcomes.filter((outcome) => may(outcome, 'submit')));
  /** What was sent, deleted or changed meanwhile leaves the choice by itself. */
  const chosen = createMemo(() => sendable().filter((outcome) => chosenIds().has(outcome.id)));
  const choose = (ids: readonly string[], on: boolean) =>
    setChosenIds((before) => {
      const after = new Set(before);
      for (const id of ids) {
        if (on) after.add(id);
        else after.delete(id);
      }
      return after;
    });

  const fileIn = (slot: FileSlot) => (outcome: OutcomeResource) => (
    <Show when={outcome.files.find((file) => file.slot === slot)}>
      {(file) => (
        <FileLink file={file()} onPreview={() => setAsked({ what: 'preview', outcome, file: { ...file() } })} />
      )}
    </Show>
  );
  const lacks = (slot: FileSlot) => (outcome: OutcomeResource) => outcome.files.every((file) => file.slot !== slot);

  const columns = (): Column<OutcomeResource>[] => {
    const words = text().outcome.columns;
    const choosing: Column<OutcomeResource>[] =
      sendable().length < 2
        ? []
        : [
            {
              key: 'choose',
              header: text().outcome.choose,
              kind: 'fit',
              blank: (outcome) => !may(outcome, 'submit'),
              cell: (outcome) => (
                <Show when={may(outcome, 'submit')}>
                  <Checkbox
                    labelHidden
                    checked={chosenIds().has(outcome.id)}
                    onChange={(on) => choose([outcome.id], on)}
                  >
                    {text().outcome.chooseOne(outcomeName(outcome))}
                  </Checkbox>
                </Show>
              ),
            },
          ];
    return [
      ...choosing,
      { key: 'document', header: words.document, cell: fileIn('document'), blank: lacks('document') },
      { key: 'media', header: words.media, cell: fileIn('media'), blank: lacks('media') },
      {
        key: 'summary',
        header: words.summary,
        cell: (outcome) => <SummaryText text={outcome.summary} />,
        blank: (outcome) => outcome.summary === '',
      },
      {
        key: 'submittedAt',
        header: words.submittedAt,
        kind: 'fit',
        cell: (outcome) => (outcome.submittedAt === null ? '' : formatDate(outcome.submittedAt)),
        blank: (outcome) => outcome.submittedAt === null,
      },
      {
        key: 'decidedAt',
        header: words.decidedAt,
        kind: 'fit',
        cell: (outcome) => (outcome.decidedAt === null ? '' : formatDate(outcome.decidedAt)),
        blank: (outcome) => outcome.decidedAt === null,
      },
      {
        key: 'status',
        header: words.status,
        cell: (outcome) => <Status outcome={outcome} onComment={() => setAsked({ what: 'comment', outcome })} />,
      },
      {
        key: 'edit',
        header: words.edit,
        kind: 'actions',
        cell: (outcome) => (
          <Show
            when={may(outcome, 'edit') || may(outcome, 'delete')}
            fallback={<p class="outcome-blocked">{text().outcome.locked[outcome.status]}</p>}
          >
            <RowActions stack>
              <Show when={may(outcome, 'edit')}>
                <Button
                  compact
                  onClick={() => navigate(paths.editOutcome(outcome.courseId, outcome.id), { scroll: false })}
                >
                  {text().outcome.edit}
                </Button>
              </Show>
              <Show when={may(outcome, 'delete')}>
                <Button compact onClick={() => setAsked({ what: 'delete', outcome })}>
                  {text().outcome.delete}
                </Button>
              </Show>
            </RowActions>
          </Show>
        ),
      },
      {
        key: 'submit',
        header: words.submit,
        kind: 'actions',
        blank: (outcome) => !may(outcome, 'submit') && blockedWords(outcome) === null,
        cell: (outcome) => (
          <SubmitCell outcome={outcome} onAsk={() => setAsked({ what: 'submit', outcomes: [outcome] })} />
        ),
      },
    ];
  };

  return (
    <>
      <Show when={sendable().length > 1}>
        <div class="outcome-choice">
          <Checkbox
            checked={chosen().length === sendable().length}
            mixed={chosen().length > 0 && chosen().length < sendable().length}
            onChange={(on) =>
              choose(
                sendable().map(({ id }) => id),
                on,
              )
            }
          >
            {text().outcome.chooseAll}
          </Checkbox>
        </div>
      </Show>
      <div class="outcome-list">
        <DataTable caption={text().outcome.caption} columns={columns()} rows={props.data.outcomes} />
        <p class="visually-hidden" role="status">
          {chosen().length > 0 ? text().outcome.chosen(chosen().length) : ''}
        </p>
        <Show when={chosen().length > 0}>
          <StickyActions label={text().outcome.batch}>
            <Button look="primary" onClick={() => setAsked({ what: 'submit', outcomes: [...chosen()] })}>
              {text().outcome.submitMany(chosen().length)}
            </Button>
            <Button onClick={() => setChosenIds(new Set<string>())}>{text().outcome.chooseNone}</Button>
          </StickyActions>
        </Show>
      </div>
      <Switch>
        <Match when={askedAs('submit')}>
          {(current) => (
            <SubmitDialog
              outcomes={current().outcomes}
              onDone={() => setChosenIds(new Set<string>())}
              onClose={close}
            />
          )}
        </Match>
        <Match when={askedAs('delete')}>
          {(current) => (
            <DeleteDialog
              outcome={current().outcome}
              onClose={close}
              onDeleted={() => {
                close();
                // The button that opened the dialog goes with its row.
                document.querySelector('h1')?.focus({ preventScroll: true });
              }}
            />
          )}
        </Match>
        <Match when={askedAs('comment')}>
          {(current) => <CommentDialog outcome={current().outcome} onClose={close} />}
        </Match>
        <Match when={askedAs('preview')}>
          {(current) => (
            <Suspense>
              <PreviewDialog outcomeId={current().outcome.id} file={current().file} onClose={close} />
            </Suspense>
          )}
        </Match>
      </Switch>
    </>
  );
}

function Status(props: { outcome: OutcomeResource; onComment: () => void }) {
  return (
    <span class="outcome-status">
      <OutcomeStatusBadge status={props.outcome.status} />
      <Show when={props.outcome.status === 'refused' && props.outcome.comment !== ''}>
        <Button look="plain" compact onClick={() => props.onComment()}>
          {text().outcome.viewComment}
        </Button>
      </Show>
      <Show
        when={props.outcome.handedInAt}
        fallback={
          <Show when={props.outcome.selected}>
            <span class="soft outcome-status__more">{text().outcome.selected}</span>
          </Show>
        }
      >
        {(at) => <span class="soft outcome-status__more">{text().outcome.handedIn(formatDate(at()))}</span>}
      </Show>
      <A class="outcome-status__details" href={paths.outcome(props.outcome.id)}>
        {text().outcome.details}
      </A>
    </span>
  );
}

/** The button, or in words why it is not there yet. */
function SubmitCell(props: { outcome: OutcomeResource; onAsk: () => void }) {
  return (
    <Show
      when={may(props.outcome, 'submit')}
      fallback={<Show when={blockedWords(props.outcome)}>{(words) => <p class="outcome-blocked">{words()}</p>}</Show>}
    >
      <RowActions>
        <Button look="primary" compact onClick={() => props.onAsk()}>
          {text().outcome.submit}
        </Button>
      </RowActions>
    </Show>
  );
}
