import type { OutcomeFileResource } from '@licheng/rest-contract';
import { A } from '@solidjs/router';
import { FilePreview } from '../../lib/file-preview/file-preview.tsx';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';

/** A file over the list it stands in. */
export default function PreviewDialog(props: { outcomeId: string; file: OutcomeFileResource; onClose: () => void }) {
  return (
    <Dialog sheet title={text().slot[props.file.slot]} onClose={() => props.onClose()}>
      <FilePreview file={props.file} />
      <DialogButtons>
        <A class="button" href={paths.outcome(props.outcomeId)}>
          {text().outcome.details}
        </A>
        <Button look="primary" onClick={() => props.onClose()}>
          {text().common.close}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
