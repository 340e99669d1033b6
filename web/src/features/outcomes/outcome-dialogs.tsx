import type { OutcomeResource } from '@licheng/rest-contract';
import Check from 'lucide-solid/icons/check';
import CircleQuestionMark from 'lucide-solid/icons/circle-question-mark';
import { createSignal, For, Show } from 'solid-js';
import { ApiProblem } from '../../api/api-problem.ts';
import { api } from '../../api/endpoints.ts';
import { keys, queryClient } from '../../api/queries.ts';
import { createAction } from '../../lib/create-action.ts';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { formatDateTime } from '../../lib/taipei.ts';
import { text } from '../../text/text.ts';
import { textFor } from '../../text/vocabulary.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import './outcome-dialogs.css';

interface DialogProps {
  outcome: OutcomeResource;
  onClose: () => void;
}

async function refresh(courseId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.outcomes(courseId) }),
    queryClient.invalidateQueries({ queryKey: keys.courses }),
  ]);
}

/** 送出認證: the question the manual demands, then 「成功」「已送出」. */
export function SubmitDialog(props: DialogProps) {
  // As asked: the list behind is refreshed meanwhile, and what was confirmed is this version.
  const { id, version, courseId } = props.outcome;
  const [done, setDone] = createSignal(false);
  const action = createAction(async () => {
    try {
      await api.submitOutcome(id, version);
      setDone(true);
    } finally {
      void refresh(courseId);
    }
  });
  return (
    <Show
      when={!done()}
      fallback={
        <Dialog title={text().common.success} mark={{ icon: Check, tone: 'green' }} onClose={() => props.onClose()}>
          <p>{text().outcome.submitted}</p>
          <DialogButtons>
            <Button look="primary" autofocus onClick={() => props.onClose()}>
              {text().common.ok}
            </Button>
          </DialogButtons>
        </Dialog>
      }
    >
      <Dialog
        alert
        title={text().outcome.confirmSubmitTitle}
        mark={{ icon: CircleQuestionMark, tone: 'amber' }}
        onClose={() => props.onClose()}
      >
        <p>{text().outcome.confirmSubmitBody}</p>
        <ProblemMessage error={action.error()} />
        <DialogButtons>
          <Button onClick={() => props.onClose()}>{text().common.cancel}</Button>
          <Button look="primary" autofocus busy={action.pending()} onClick={() => void action.run()}>
            {text().outcome.confirmSubmit}
          </Button>
        </DialogButtons>
      </Dialog>
    </Show>
  );
}

export function DeleteDialog(props: DialogProps) {
  const { id, version, courseId } = props.outcome;
  const action = createAction(async () => {
    try {
      await api.deleteOutcome(id, version);
    } catch (error) {
      // Gone already: an earlier call whose answer was lost, or another window.
      if (!(error instanceof ApiProblem && error.code === 'not_found')) throw error;
    } finally {
      void refresh(courseId);
    }
    props.onClose();
  });
  return (
    <Dialog alert title={text().outcome.confirmDeleteTitle} onClose={() => props.onClose()}>
      <p>{text().outcome.confirmDeleteBody}</p>
      <ul class="outcome-dialog__files">
        <For each={props.outcome.files}>{(file) => <li>{file.fileName}</li>}</For>
      </ul>
      <ProblemMessage error={action.error()} />
      <DialogButtons>
        <Button autofocus onClick={() => props.onClose()}>
          {text().common.cancel}
        </Button>
        <Button look="danger" busy={action.pending()} onClick={() => void action.run()}>
          {text().outcome.confirmDelete}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

export function CommentDialog(props: DialogProps) {
  return (
    <Dialog title={text().outcome.commentTitle} onClose={() => props.onClose()}>
      <blockquote class="outcome-dialog__comment">{props.outcome.comment}</blockquote>
      <Show when={props.outcome.decidedAt}>
        {(at) => (
          <p class="soft numeric">{text().outcome.commentBy(props.outcome.certifierName, formatDateTime(at()))}</p>
        )}
      </Show>
      <DialogButtons>
        <Button look="primary" autofocus onClick={() => props.onClose()}>
          {text().common.close}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

/** Who did what and when, oldest first. */
export function HistoryDialog(props: DialogProps) {
  return (
    <Dialog title={text().outcome.historyTitle} onClose={() => props.onClose()}>
      <ol class="outcome-dialog__history">
        <For each={props.outcome.history}>
          {(entry) => (
            <li>
              <p>
                <strong>{textFor(text().outcome.fact, entry.fact) ?? entry.fact}</strong>{' '}
                <span class="soft">{text().outcome.version(entry.version)}</span>
              </p>
              <p class="soft numeric outcome-dialog__when">
                {formatDateTime(entry.at)}
                {entry.actorName === '' ? '' : ` · ${entry.actorName}`}
              </p>
              <Show when={entry.comment !== ''}>
                <p class="outcome-dialog__said">{entry.comment}</p>
              </Show>
            </li>
          )}
        </For>
      </ol>
      <DialogButtons>
        <Button look="primary" autofocus onClick={() => props.onClose()}>
          {text().common.close}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
