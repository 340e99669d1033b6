import type { DeputyResource } from '@licheng/rest-contract';
import { api } from '../../api/endpoints.ts';
import { keys, queryClient } from '../../api/queries.ts';
import { createAction } from '../../lib/create-action.ts';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { reviewText } from '../../text/review-text.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';

/** It cannot be taken back: another appointment would be a new one. */
export function EndDialog(props: { deputy: DeputyResource; onClose: () => void }) {
  const words = () => reviewText().deputies;
  const deputy = () => props.deputy.deputy.name;
  const teacher = () => props.deputy.teacher.name;

  const end = createAction(async () => {
    await api.endDeputy(props.deputy.id);
    const [who, of] = [deputy(), teacher()];
    showToast({ message: () => reviewText().deputies.ended(who, of) });
    await queryClient.invalidateQueries({ queryKey: keys.deputies });
    props.onClose();
  });

  return (
    <Dialog title={words().endTitle} alert onClose={() => props.onClose()}>
      <p>{words().endBody(deputy(), teacher())}</p>
      <ProblemMessage error={end.error()} />
      <DialogButtons>
        <Button onClick={() => props.onClose()}>{text().common.cancel}</Button>
        <Button look="danger" busy={end.pending()} onClick={() => void end.run()}>
          {words().end}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
