import type { OutcomeResource } from '@licheng/rest-contract';
import { A, useNavigate, useParams, useSearchParams } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { versionsQuery } from '../../api/queries.ts';
import { watchQuery } from '../../api/watch-query.ts';
import { FileLink } from '../../lib/file-link.tsx';
import { FilePreview } from '../../lib/file-preview/file-preview.tsx';
import { Loaded } from '../../lib/loaded.tsx';
import { outcomeName } from '../../lib/outcome-name.ts';
import { OutcomeStatusBadge } from '../../lib/outcome-status-badge.tsx';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { receiptIdOf } from '../../lib/receipt-id.ts';
import { formatDateTime } from '../../lib/taipei.ts';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StickyActions } from '../../ui/sticky-actions.tsx';
import { blockedWords, may } from './allowed.ts';
import { DeleteDialog } from './outcome-dialogs.tsx';
import { openedOutcomeQuery } from './outcome-query.ts';
import { ReviewComment } from './review-comment.tsx';
import { SubmitDialog } from './submit-dialog.tsx';
import { Timeline } from './timeline.tsx';
import { Versions } from './versions.tsx';
import './outcome-page.css';

/** One outcome: its files in sight, how it stands and what is next, every version and all that ever happened to it. */
export default function OutcomePage() {
  const params = useParams<{ outcomeId: string }>();
  const query = watchQuery(() => openedOutcomeQuery(params.outcomeId));
  return (
    <Loaded whole query={query} rows={5}>
      {(outcome) => <Detail outcome={outcome()} />}
    </Loaded>
  );
}

function Detail(props: { outcome: OutcomeResource }) {
  const navigate = useNavigate();
  const [search] = useSearchParams<{ version?: string }>();
  const [asked, setAsked] = createSignal<'submit' | 'delete' | null>(null);
  const close = () => setAsked(null);
  const versions = watchQuery(() => versionsQuery(props.outcome.id));
  const known = () => (versions.isPending ? [] : (versions.data?.versions ?? []));
  const wanted = () => (search.version === undefined ? null : Number(search.version));
  const earlier = () =>
    known().find((version) => version.version === wanted() && version.version !== props.outcome.version);
  const missing = () =>
    wanted() !== null && wanted() !== props.outcome.version && versions.isSuccess && earlier() === undefined;
  const shown = () => earlier() ?? props.outcome;
  const actions = () => props.outcome.allowedActions;

  return (
    <Page
      title={outcomeName(props.outcome)}
      product={text().product.name}
      eyebrow={`${props.outcome.subject} · ${text().common.academicYear(props.outcome.academicYear)}`}
      lead={
        <A class="outcome__back" href={paths.outcomes(props.outcome.courseId)}>
          <ArrowLeft class="icon" aria-hidden="true" />
          {text().outcome.caption}
        </A>
      }
    >
      <div class="outcome">
        <section class="outcome__panel" aria-labelledby="outcome-state">
          <h2 class="visually-hidden" id="outcome-state">
            {text().outcome.state}
          </h2>
          <State outcome={props.outcome} />
        </section>
        <div class="outcome__actions">
          <Show when={actions().length > 0}>
            <StickyActions label={text().course.columns.actions}>
              <Show when={may(props.outcome, 'submit')}>
                <Button look="primary" onClick={() => setAsked('submit')}>
                  {text().outcome.submit}
                </Button>
              </Show>
              <Show when={may(props.outcome, 'edit')}>
                <Button onClick={() => navigate(paths.editOutcomeFromDetail(props.outcome.id), { scroll: false })}>
                  {text().outcome.edit}
                </Button>
              </Show>
              <Show when={may(props.outcome, 'delete')}>
                <Button onClick={() => setAsked('delete')}>{text().outcome.delete}</Button>
              </Show>
              <Show when={may(props.outcome, 'select') || may(props.outcome, 'unselect')}>
                <A class="button" href={paths.selection}>
                  {text().selection.title}
                </A>
              </Show>
            </StickyActions>
          </Show>
        </div>
        <div class="outcome__files">
          <Show when={earlier()}>
            {(version) => (
              <Message
                tone="amber"
                title={text().outcome.versionOf(version().version)}
                actions={
                  <A class="button button--compact" href={paths.outcome(props.outcome.id)} noScroll replace>
                    {text().outcome.versionBack}
                  </A>
                }
              />
            )}
          </Show>
          <Show when={missing()}>
            <Message tone="amber" title={text().outcome.versionGone} />
          </Show>
          <For each={shown().files}>
            {(file) => (
              <section class="outcome__file">
                <h2 class="outcome__slot">{text().slot[file.slot]}</h2>
                <Show
                  when={file.href !== null}
                  fallback={
                    <div class="outcome__unopened">
                      <FileLink file={file} />
                    </div>
                  }
                >
                  <FilePreview file={file} />
                </Show>
              </section>
            )}
          </For>
          <section class="outcome__file">
            <h2 class="outcome__slot">{text().outcome.columns.summary}</h2>
            <p class="outcome__summary" classList={{ soft: shown().summary === '' }}>
              {shown().summary === '' ? text().outcome.summaryNone : shown().summary}
            </p>
          </section>
        </div>
        <section class="outcome__part outcome__timeline">
          <h2>{text().outcome.timeline}</h2>
          <Timeline history={props.outcome.history} />
        </section>
        <section class="outcome__part outcome__versions">
          <h2>{text().outcome.versions}</h2>
          <Switch fallback={<Skeleton rows={1} label={text().shell.loading} />}>
            <Match when={known().length > 0}>
              <Versions
                outcomeId={props.outcome.id}
                versions={known()}
                current={props.outcome.version}
                shown={shown().version}
              />
            </Match>
            <Match when={versions.isError}>
              <ProblemMessage error={versions.error} onRetry={() => void versions.refetch()} />
            </Match>
          </Switch>
        </section>
      </div>
      <Switch>
        <Match when={asked() === 'submit'}>
          <SubmitDialog outcomes={[props.outcome]} onClose={close} />
        </Match>
        <Match when={asked() === 'delete'}>
          <DeleteDialog
            outcome={props.outcome}
            onClose={close}
            onDeleted={() => navigate(paths.outcomes(props.outcome.courseId), { replace: true })}
          />
        </Match>
      </Switch>
    </Page>
  );
}

/** The status, what it means for the student, and why a button they may look for is not there. */
function State(props: { outcome: OutcomeResource }) {
  const locked = () => !may(props.outcome, 'edit') && !may(props.outcome, 'delete');
  return (
    <>
      <div>
        <OutcomeStatusBadge status={props.outcome.status} />
      </div>
      <p>{text().outcome.next[props.outcome.status]}</p>
      <Show when={props.outcome.status === 'refused' && props.outcome.comment !== ''}>
        <div class="outcome__comment">
          <h3>{text().outcome.commentTitle}</h3>
          <ReviewComment outcome={props.outcome} />
        </div>
      </Show>
      <Show when={blockedWords(props.outcome)}>{(words) => <p class="outcome__why">{words()}</p>}</Show>
      <Show when={locked()}>
        <p class="outcome__why">{text().outcome.locked[props.outcome.status]}</p>
      </Show>
      <dl class="outcome__dates numeric">
        <Show when={props.outcome.submittedAt}>
          {(at) => <Fact name={text().outcome.columns.submittedAt} value={formatDateTime(at())} />}
        </Show>
        <Show when={props.outcome.decidedAt}>
          {(at) => <Fact name={text().outcome.columns.decidedAt} value={formatDateTime(at())} />}
        </Show>
        <Show when={props.outcome.selected}>
          <Fact name={text().navigation.selection} value={text().outcome.selected} />
        </Show>
        <Show when={props.outcome.handedInAt}>
          {(at) => <Fact name={text().navigation.handInRecord} value={formatDateTime(at())} />}
        </Show>
      </dl>
      <Show when={props.outcome.receiptHref}>
        {(href) => (
          <A class="outcome__receipt" href={paths.receipt(receiptIdOf(href()))}>
            {text().outcome.viewReceipt}
          </A>
        )}
      </Show>
    </>
  );
}

function Fact(props: { name: string; value: string }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}
