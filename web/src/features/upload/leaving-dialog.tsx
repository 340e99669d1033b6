import { For } from 'solid-js';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import './leaving-dialog.css';

/** Asked before signing out while something unfinished lies on this device. */
export default function LeavingDialog(props: {
  subjects: readonly string[];
  decide: (choice: 'stay' | 'remove' | 'keep') => void;
}) {
  return (
    <Dialog alert title={text().upload.leaving.title} onClose={() => props.decide('stay')}>
      <p>{text().upload.leaving.body}</p>
      <ul class="leaving__list">
        <For each={props.subjects}>{(subject) => <li>{subject}</li>}</For>
      </ul>
      <p class="soft">{text().upload.leaving.shared}</p>
      <div class="leaving__choices">
        <Button look="primary" autofocus onClick={() => props.decide('stay')}>
          {text().upload.leaving.stay}
        </Button>
        <Button look="danger" onClick={() => props.decide('remove')}>
          {text().upload.leaving.remove}
        </Button>
        <Button onClick={() => props.decide('keep')}>{text().upload.leaving.keep}</Button>
      </div>
    </Dialog>
  );
}
