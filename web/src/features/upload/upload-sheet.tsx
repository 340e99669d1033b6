import Check from 'lucide-solid/icons/check';
import { onCleanup, Show } from 'solid-js';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { discardSession, waveAway } from './open-sessions.ts';
import { openSession } from './open-session.ts';
import { isPressed, type UploadTarget } from './session-state.ts';
import { UploadForm } from './upload-form.tsx';
import type { UploadSession } from './upload-session.ts';

/** 新增課程學習成果, or 編輯 when the target has an outcome. Comes back to what was left unfinished. */
export default function UploadSheet(props: { target: UploadTarget; onClose: () => void }) {
  const { target } = props;
  const session = openSession(target);
  waveAway(session.key());
  session.setFormIsOpen(true);
  onCleanup(() => session.setFormIsOpen(false));

  const close = () => {
    // What goes on stays in the tray; what only waits is kept on the device.
    if (!session.isNeeded()) void discardSession(session);
    props.onClose();
  };
  const finish = () => {
    void discardSession(session);
    props.onClose();
  };

  const warnBeforeLeaving = (event: BeforeUnloadEvent) => {
    // Only where leaving really loses something.
    if (session.state.survives === false && (session.isNeeded() || isPressed(session.state))) event.preventDefault();
  };
  window.addEventListener('beforeunload', warnBeforeLeaving);
  onCleanup(() => window.removeEventListener('beforeunload', warnBeforeLeaving));

  return (
    <Show when={session.state.phase !== 'accepted'} fallback={<Accepted session={session} onDone={finish} />}>
      <Dialog
        sheet
        title={target.outcome === null ? text().upload.title(target.subject) : text().upload.editTitle(target.subject)}
        onClose={close}
      >
        <UploadForm session={session} onClose={close} />
      </Dialog>
    </Show>
  );
}

function Accepted(props: { session: UploadSession; onDone: () => void }) {
  return (
    <Dialog title={text().upload.successTitle} mark={{ icon: Check, tone: 'green' }} onClose={props.onDone}>
      <p>{props.session.target.outcome === null ? text().upload.successAdded : text().upload.successSaved}</p>
      <DialogButtons>
        <Button look="primary" autofocus onClick={() => props.onDone()}>
          {text().common.ok}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
