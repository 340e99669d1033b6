import type { OutcomeResource, SelectionResource } from '@licheng/rest-contract';
import { A } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { api } from '../../api/endpoints.ts';
import { queryClient, selectionQuery } from '../../api/queries.ts';
import { watchQuery } from '../../api/watch-query.ts';
import { FileLink } from '../../lib/file-link.tsx';
import { Loaded } from '../../lib/loaded.tsx';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { serverNow } from '../../lib/server-clock.ts';
import { formatDate, formatTime } from '../../lib/taipei.ts';
import { WindowLines } from '../../lib/window-lines.tsx';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { Page } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import './selection-page.css';

export default function SelectionPage() {
  const [year, setYear] = createSignal<number | null>(null);
  const query = watchQuery(() => selectionQuery(year()));
  return (
    <Page
      title={text().selection.title}
      product={text().product.name}
      eyebrow={text().navigation.courseRecord}
      lead={text().selection.lead}
    >
      <Loaded query={query}>
        {(data) => (
          <>
            <div class="selection__head">
              <Show when={data().academicYears.length > 1}>
                <Segmented
                  legend={text().selection.yearLabel}
                  choices={data().academicYears.map((value) => ({ value, label: text().common.academicYear(value) }))}
                  value={data().academicYear}
                  onChange={setYear}
                />
              </Show>
              <WindowLines windows={data().windows} operations={['select']} />
            </div>
            <Columns data={data()} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Columns(props: { data: SelectionResource }) {
  const [busyId, setBusyId] = createSignal<string | null>(null);
  const [error, setError] = createSignal<unknown>(null);
  const [savedAt, setSavedAt] = createSignal<string | null>(null);
  const chosen = () => props.data.outcomes.filter((outcome) => outcome.selected);
  const others = () => props.data.outcomes.filter((outcome) => !outcome.selected);
  const isFull = () => chosen().length >= props.data.limit;

  const move = async (outcome: OutcomeResource) => {
    if (busyId() !== null) return;
    setBusyId(outcome.id);
    setError(null);
    try {
      await (outcome.selected ? api.unselect(outcome.id) : api.select(outcome.id));
      setSavedAt(new Date(serverNow()).toISOString());
    } catch (cause) {
      setError(cause);
    } finally {
      await queryClient.invalidateQueries({ queryKey: ['selection'] });
      setBusyId(null);
    }
  };

  return (
    <>
      <ProblemMessage error={error()} />
      <Show when={isFull()}>
        <Message tone="amber" title={text().selection.full(props.data.limit)} />
      </Show>
      <div class="selection">
        <Column
          title={text().selection.certified}
          count={String(others().length)}
          empty={text().selection.emptyCertified}
        >
          <For each={others()}>
            {(outcome) => (
              <Card outcome={outcome}>
                <Show when={outcome.allowedActions.includes('select')}>
                  <Button
                    compact
                    look="primary"
                    busy={busyId() === outcome.id}
                    aria-describedby={`selection-${outcome.id}`}
                    onClick={() => void move(outcome)}
                  >
                    {text().selection.select}
                  </Button>
                </Show>
              </Card>
            )}
          </For>
        </Column>
        <Column
          title={text().selection.chosen}
          count={text().selection.chosenCount(chosen().length, props.data.limit)}
          empty={text().selection.emptyChosen}
          note={savedAt() === null ? '' : text().selection.saved(formatTime(savedAt() ?? ''))}
        >
          <For each={chosen()}>
            {(outcome) => (
              <Card outcome={outcome}>
                <Show
                  when={outcome.allowedActions.includes('unselect')}
                  fallback={
                    <Show when={outcome.handedInAt}>
                      {(at) => <span class="soft">{text().outcome.handedIn(formatDate(at()))}</span>}
                    </Show>
                  }
                >
                  <Button
                    compact
                    busy={busyId() === outcome.id}
                    aria-describedby={`selection-${outcome.id}`}
                    onClick={() => void move(outcome)}
                  >
                    {text().selection.unselect}
                  </Button>
                </Show>
              </Card>
            )}
          </For>
        </Column>
      </div>
    </>
  );
}

function Column(props: { title: string; count: string; empty: string; note?: string; children: JSX.Element }) {
  return (
    <section class="selection__column" aria-label={props.title}>
      <header class="selection__title">
        <h2>{props.title}</h2>
        <span class="numeric selection__count" aria-live="polite">
          {props.count}
        </span>
        <span class="soft numeric selection__note">{props.note}</span>
      </header>
      <ul class="selection__list">{props.children}</ul>
      <p class="selection__empty">{props.empty}</p>
    </section>
  );
}

function Card(props: { outcome: OutcomeResource; children: JSX.Element }) {
  return (
    <li class="selection__card">
      <h3 id={`selection-${props.outcome.id}`}>{props.outcome.subject}</h3>
      <For each={props.outcome.files}>{(file) => <FileLink file={file} />}</For>
      <Show when={props.outcome.summary !== ''}>
        <p class="selection__summary">{props.outcome.summary}</p>
      </Show>
      <p class="selection__foot">
        <Show when={props.outcome.decidedAt}>
          {(at) => (
            <span class="soft numeric">
              {text().outcome.columns.decidedAt} {formatDate(at())}
            </span>
          )}
        </Show>
        <A class="selection__details" href={paths.outcome(props.outcome.id)}>
          {text().outcome.details}
        </A>
        {props.children}
      </p>
    </li>
  );
}
