import type { OutcomeResource } from '@licheng/rest-contract';
import { For } from 'solid-js';
import { createAction } from '../../lib/create-action.ts';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { deleteWithUndo } from './delete-outcome.ts';
import { ReviewComment } from './review-comment.tsx';
import './outcome-dialogs.css';

export function DeleteDialog(props: { outcome: OutcomeResource; onClose: () => void; onDeleted: () => void }) {
  // As asked: the list behind is refreshed meanwhile, and what was confirmed is this version.
  const asked = { ...props.outcome, files: [...props.outcome.files] };
  const action = createAction(async () => {
    await deleteWithUndo(asked);
    props.onDeleted();
  });
  return (
    <Dialog alert title={text().outcome.confirmDeleteTitle} onClose={() => props.onClose()}>
      <p>{text().outcome.confirmDeleteBody}</p>
      <ul class="outcome-dialog__files">
        <For each={asked.files}>{(file) => <li>{file.fileName}</li>}</For>
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

/** 檢視意見 */
export function CommentDialog(props: { outcome: OutcomeResource; onClose: () => void }) {
  return (
    <Dialog title={text().outcome.commentTitle} onClose={() => props.onClose()}>
      <ReviewComment outcome={props.outcome} />
      <DialogButtons>
        <Button look="primary" autofocus onClick={() => props.onClose()}>
          {text().common.close}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
