import type { OutcomeResource, Problem } from '@licheng/rest-contract';
import { A } from '@solidjs/router';
import Check from 'lucide-solid/icons/check';
import CircleAlert from 'lucide-solid/icons/circle-alert';
import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleQuestionMark from 'lucide-solid/icons/circle-question-mark';
import { createSignal, For, Show } from 'solid-js';
import { api } from '../../api/endpoints.ts';
import { createAction } from '../../lib/create-action.ts';
import { outcomeName } from '../../lib/outcome-name.ts';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { receiptIdOf } from '../../lib/receipt-id.ts';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { refreshOutcomes } from './outcome-query.ts';
import './submit-dialog.css';

interface Asked {
  id: string;
  version: number;
  name: string;
}

interface Result extends Asked {
  receiptHref: string | null;
  problem: Problem | null;
}

/** The server takes as many in one call. */
const AT_ONCE = 50;

async function submitAll(asked: readonly Asked[]): Promise<Result[]> {
  const [only] = asked;
  if (asked.length === 1 && only !== undefined) {
    const { receiptHref } = await api.submitOutcome(only.id, only.version);
    return [{ ...only, receiptHref, problem: null }];
  }
  const results: Result[] = [];
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const part = asked.slice(from, from + AT_ONCE);
    const answer = await api.submitOutcomes(
      part.map(({ id, version }) => ({ outcomeId: id, expectedVersion: version })),
    );
    for (const item of part) {
      const result = answer.results.find(({ outcomeId }) => outcomeId === item.id);
      results.push({ ...item, receiptHref: result?.outcome?.receiptHref ?? null, problem: result?.problem ?? null });
    }
  }
  return results;
}

/** 送出認證 of one or several: the question the manual demands, then what became of each, with the receipts at hand. */
export function SubmitDialog(props: {
  outcomes: readonly OutcomeResource[];
  onClose: () => void;
  onDone?: () => void;
}) {
  // As asked: the list behind is refreshed meanwhile, and what was confirmed are these versions.
  const asked: Asked[] = props.outcomes.map((outcome) => ({
    id: outcome.id,
    version: outcome.version,
    name: outcomeName(outcome),
  }));
  const [results, setResults] = createSignal<Result[] | null>(null);
  const action = createAction(async () => {
    try {
      setResults(await submitAll(asked));
      props.onDone?.();
    } finally {
      void refreshOutcomes();
    }
  });
  return (
    <Show
      when={results()}
      fallback={
        <Dialog
          alert
          title={text().outcome.confirmSubmitTitle}
          mark={{ icon: CircleQuestionMark, tone: 'amber' }}
          onClose={() => props.onClose()}
        >
          <Show when={asked.length > 1}>
            <p>{text().outcome.confirmSubmitMany(asked.length)}</p>
            <ul class="submit-dialog__names">
              <For each={asked}>{(item) => <li>{item.name}</li>}</For>
            </ul>
          </Show>
          <p>{text().outcome.confirmSubmitBody}</p>
          <ProblemMessage error={action.error()} />
          <DialogButtons>
            <Button onClick={() => props.onClose()}>{text().common.cancel}</Button>
            <Button look="primary" autofocus busy={action.pending()} onClick={() => void action.run()}>
              {text().outcome.confirmSubmit}
            </Button>
          </DialogButtons>
        </Dialog>
      }
    >
      {(done) => <Submitted results={done()} onClose={() => props.onClose()} />}
    </Show>
  );
}

function Submitted(props: { results: readonly Result[]; onClose: () => void }) {
  const failed = () => props.results.filter((result) => result.problem !== null).length;
  const sent = () => props.results.length - failed();
  return (
    <Dialog
      title={failed() === 0 ? text().common.success : text().outcome.notSubmittedTitle}
      mark={failed() === 0 ? { icon: Check, tone: 'green' } : { icon: CircleAlert, tone: 'amber' }}
      onClose={() => props.onClose()}
    >
      <Show
        when={props.results.length > 1}
        fallback={
          <>
            <p>{text().outcome.submitted}</p>
            <p class="soft">{text().outcome.submittedHint}</p>
            <For each={props.results}>{(result) => <Receipt result={result} />}</For>
          </>
        }
      >
        <p>
          {[
            ...(sent() > 0 ? [text().outcome.submittedMany(sent())] : []),
            ...(failed() > 0 ? [text().outcome.notSubmittedMany(failed())] : []),
          ].join(' · ')}
        </p>
        <ul class="submit-dialog__results">
          <For each={props.results}>{(result) => <ResultLine result={result} />}</For>
        </ul>
      </Show>
      <DialogButtons>
        <Button look="primary" autofocus onClick={() => props.onClose()}>
          {text().common.ok}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function ResultLine(props: { result: Result }) {
  const problem = () => {
    const given = props.result.problem;
    return given === null ? null : text().errors[given.code](given.details);
  };
  return (
    <li class="submit-dialog__result" classList={{ 'submit-dialog__result--failed': problem() !== null }}>
      <Show when={problem()} fallback={<CircleCheck class="icon" aria-hidden="true" />}>
        <CircleAlert class="icon" aria-hidden="true" />
      </Show>
      <div>
        <p class="submit-dialog__name">{props.result.name}</p>
        <Show when={problem()} fallback={<p class="soft">{text().outcome.submitted}</p>}>
          {(words) => (
            <p class="soft">
              <strong class="submit-dialog__why">{words().title}</strong> {words().body}
            </p>
          )}
        </Show>
        <Receipt result={props.result} />
      </div>
    </li>
  );
}

function Receipt(props: { result: Result }) {
  return (
    <Show when={props.result.receiptHref}>
      {(href) => (
        <A class="submit-dialog__receipt" href={paths.receipt(receiptIdOf(href()))}>
          {text().outcome.viewReceipt}
        </A>
      )}
    </Show>
  );
}
