import type { HandInPreviewResource } from '@licheng/rest-contract';
import { createSignal, Show } from 'solid-js';
import { api } from '../../api/endpoints.ts';
import { handInPreviewQuery, handInsQuery, keys, queryClient } from '../../api/queries.ts';
import { watchQuery } from '../../api/watch-query.ts';
import { createAction } from '../../lib/create-action.ts';
import { Loaded } from '../../lib/loaded.tsx';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { WindowLines } from '../../lib/window-lines.tsx';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Message } from '../../ui/message.tsx';
import { Page } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { BatchList } from './batch-list.tsx';
import './hand-in.css';

export default function HandInDeskPage() {
  const [year, setYear] = createSignal<number | null>(null);
  const preview = watchQuery(() => handInPreviewQuery(year()));
  const batches = watchQuery(() => handInsQuery());
  return (
    <Page title={text().handIn.deskTitle} product={text().product.name} lead={text().handIn.deskLead}>
      <Loaded query={preview} rows={2}>
        {(data) => <Preview data={data()} onYear={setYear} />}
      </Loaded>
      {/* Not before what stands above it has its size. */}
      <Show when={!preview.isPending}>
        <h2>{text().handIn.recordTitle}</h2>
        <Loaded query={batches} rows={2}>
          {(data) => (
            <Show
              when={data().batches.length > 0}
              fallback={<p class="soft">{text().handIn.recordEmptyAdministrator}</p>}
            >
              <BatchList batches={data().batches} />
            </Show>
          )}
        </Loaded>
      </Show>
    </Page>
  );
}

function Preview(props: { data: HandInPreviewResource; onYear: (year: number) => void }) {
  const [asked, setAsked] = createSignal(false);
  const [done, setDone] = createSignal(false);
  const isOpen = () => props.data.windows.some((window) => window.operation === 'hand_in' && window.open);
  return (
    <section class="hand-in__preview" aria-label={text().handIn.preview}>
      <div class="hand-in__foot">
        <h2>{text().handIn.preview}</h2>
        <Show when={props.data.academicYears.length > 1}>
          <Segmented
            legend={text().selection.yearLabel}
            choices={props.data.academicYears.map((value) => ({ value, label: text().common.academicYear(value) }))}
            value={props.data.academicYear}
            onChange={(value) => {
              setDone(false);
              props.onYear(value);
            }}
          />
        </Show>
        <WindowLines windows={props.data.windows} operations={['hand_in']} />
      </div>
      <dl class="hand-in__counts">
        <Count word={text().handIn.ready} count={props.data.readyCount} />
        <Count word={text().handIn.students} count={props.data.studentCount} />
        <Count word={text().handIn.already} count={props.data.alreadyHandedInCount} />
        <Count word={text().handIn.notSelected} count={props.data.certifiedNotSelectedCount} />
      </dl>
      <Show when={props.data.certifiedNotSelectedCount > 0}>
        <Message
          tone="amber"
          title={`${text().handIn.notSelected} ${props.data.certifiedNotSelectedCount}`}
          body={text().handIn.notSelectedHint}
        />
      </Show>
      <Show when={done()}>
        <Message tone="green" urgent title={text().handIn.submitted} />
      </Show>
      <div class="hand-in__foot">
        <Show when={isOpen() && props.data.readyCount > 0} fallback={<NotNow open={isOpen()} />}>
          <Button look="primary" onClick={() => setAsked(true)}>
            {text().handIn.submit}
          </Button>
        </Show>
      </div>
      <Show when={asked()}>
        <ConfirmDialog
          data={props.data}
          onClose={() => setAsked(false)}
          onDone={() => {
            setAsked(false);
            setDone(true);
          }}
        />
      </Show>
    </section>
  );
}

function NotNow(props: { open: boolean }) {
  return (
    <p class="soft">
      {props.open ? text().handIn.nothing : text().errors.window_closed({ operation: 'hand_in' }).title}
    </p>
  );
}

function Count(props: { word: string; count: number }) {
  return (
    <div class="hand-in__count">
      <dt>{props.word}</dt>
      <dd>{props.count}</dd>
    </div>
  );
}

function ConfirmDialog(props: { data: HandInPreviewResource; onClose: () => void; onDone: () => void }) {
  // One id for every attempt of this dialog, so that trying again after a lost answer makes no second batch.
  const batchId = crypto.randomUUID();
  const { academicYear, readyCount, studentCount } = props.data;
  const action = createAction(async () => {
    try {
      await api.handIn({ batchId, academicYear });
    } finally {
      void queryClient.invalidateQueries({ queryKey: keys.handIns });
      void queryClient.invalidateQueries({ queryKey: ['hand-in-preview'] });
    }
    props.onDone();
  });
  return (
    <Dialog alert title={text().handIn.confirmTitle} onClose={() => props.onClose()}>
      <p>{text().handIn.confirmBody(academicYear, readyCount, studentCount)}</p>
      <ProblemMessage error={action.error()} />
      <DialogButtons>
        <Button onClick={() => props.onClose()}>{text().common.cancel}</Button>
        <Button look="primary" autofocus busy={action.pending()} onClick={() => void action.run()}>
          {text().handIn.submit}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
