import type { FileSlot } from '@licheng/portfolio-rules';
import type { OutcomeResource } from '@licheng/rest-contract';
import { useNavigate, useParams } from '@solidjs/router';
import { useQuery } from '@tanstack/solid-query';
import FilePlus from 'lucide-solid/icons/file-plus';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { outcomesQuery } from '../../api/queries.ts';
import { FileLink } from '../../lib/file-link.tsx';
import { Loaded } from '../../lib/loaded.tsx';
import { OutcomeStatusBadge } from '../../lib/outcome-status-badge.tsx';
import { formatDate } from '../../lib/taipei.ts';
import { courseTermLine } from '../../lib/term-labels.ts';
import { WindowLines } from '../../lib/window-lines.tsx';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable, RowActions } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { CommentDialog, DeleteDialog, HistoryDialog, SubmitDialog } from './outcome-dialogs.tsx';
import { SummaryText } from './summary-text.tsx';
import './outcomes-page.css';

type Asked = { what: 'submit' | 'delete' | 'comment' | 'history'; outcome: OutcomeResource };

export function OutcomesPage() {
  const params = useParams<{ courseId: string }>();
  const navigate = useNavigate();
  const query = useQuery(() => outcomesQuery(params.courseId));
  const [asked, setAsked] = createSignal<Asked | null>(null);
  const ask = (what: Asked['what'], outcome: OutcomeResource) => setAsked({ what, outcome });
  const askedAbout = (what: Asked['what']) => {
    const current = asked();
    return current?.what === what ? current.outcome : null;
  };
  const close = () => setAsked(null);

  const fileIn = (slot: FileSlot) => (outcome: OutcomeResource) => (
    <Show when={outcome.files.find((file) => file.slot === slot)}>{(file) => <FileLink file={file()} />}</Show>
  );
  const lacks = (slot: FileSlot) => (outcome: OutcomeResource) => outcome.files.every((file) => file.slot !== slot);
  const may = (outcome: OutcomeResource, action: 'edit' | 'delete' | 'submit') =>
    outcome.allowedActions.includes(action);

  const columns = (): Column<OutcomeResource>[] => {
    const words = text().outcome.columns;
    return [
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
        cell: (outcome) => <Status outcome={outcome} ask={(what) => ask(what, outcome)} />,
      },
      {
        key: 'edit',
        header: words.edit,
        kind: 'actions',
        blank: (outcome) => !may(outcome, 'edit') && !may(outcome, 'delete'),
        cell: (outcome) => (
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
              <Button compact onClick={() => ask('delete', outcome)}>
                {text().outcome.delete}
              </Button>
            </Show>
          </RowActions>
        ),
      },
      {
        key: 'submit',
        header: words.submit,
        kind: 'actions',
        blank: (outcome) => !may(outcome, 'submit') && outcome.submitBlockedBy === null,
        cell: (outcome) => <SubmitCell outcome={outcome} onAsk={() => ask('submit', outcome)} />,
      },
    ];
  };

  return (
    <Loaded query={query}>
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
            <DataTable caption={text().outcome.caption} columns={columns()} rows={data().outcomes} />
          </Show>
          <Switch>
            <Match when={askedAbout('submit')}>
              {(outcome) => <SubmitDialog outcome={outcome()} onClose={close} />}
            </Match>
            <Match when={askedAbout('delete')}>
              {(outcome) => <DeleteDialog outcome={outcome()} onClose={close} />}
            </Match>
            <Match when={askedAbout('comment')}>
              {(outcome) => <CommentDialog outcome={outcome()} onClose={close} />}
            </Match>
            <Match when={askedAbout('history')}>
              {(outcome) => <HistoryDialog outcome={outcome()} onClose={close} />}
            </Match>
          </Switch>
        </Page>
      )}
    </Loaded>
  );
}

function Status(props: { outcome: OutcomeResource; ask: (what: 'comment' | 'history') => void }) {
  return (
    <span class="outcome-status">
      <OutcomeStatusBadge status={props.outcome.status} />
      <Show when={props.outcome.status === 'refused' && props.outcome.comment !== ''}>
        <Button look="plain" compact onClick={() => props.ask('comment')}>
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
      <Show when={props.outcome.history.length > 1}>
        <Button look="plain" compact onClick={() => props.ask('history')}>
          {text().outcome.history}
        </Button>
      </Show>
    </span>
  );
}

/** The button, or in words why it is not there yet. */
function SubmitCell(props: { outcome: OutcomeResource; onAsk: () => void }) {
  return (
    <Show
      when={props.outcome.allowedActions.includes('submit')}
      fallback={
        <Show when={props.outcome.submitBlockedBy}>
          {(code) => <p class="outcome-blocked">{text().errors[code()]({ operation: 'submit' }).title}</p>}
        </Show>
      }
    >
      <RowActions>
        <Button look="primary" compact onClick={() => props.onAsk()}>
          {text().outcome.submit}
        </Button>
      </RowActions>
    </Show>
  );
}
