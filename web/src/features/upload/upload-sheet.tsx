import { FILE_SLOTS, SUMMARY_MAX_CHARACTERS, summaryLength } from '@licheng/portfolio-rules';
import Check from 'lucide-solid/icons/check';
import { createEffect, createMemo, createSignal, createUniqueId, For, Match, onCleanup, Show, Switch } from 'solid-js';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Message } from '../../ui/message.tsx';
import { DropZone } from './drop-zone.tsx';
import { discardSession, findSession, keepSession } from './open-sessions.ts';
import { isOpenForChange, isUnderWay } from './upload-machine.ts';
import { createUploadSession, sessionKey, type UploadSession, type UploadTarget } from './upload-session.ts';
import '../../ui/field.css';
import './upload-sheet.css';

/** 新增課程學習成果, or 編輯 when the target has an outcome. Comes back to a session that is still under way. */
export default function UploadSheet(props: { target: UploadTarget; onClose: () => void }) {
  const { target } = props;
  const key = sessionKey(target.personId, target.courseId, target.outcome?.id ?? null);
  const session = findSession(key) ?? createUploadSession(target);
  keepSession(session);
  session.setFormIsOpen(true);
  onCleanup(() => session.setFormIsOpen(false));

  const close = () => {
    // An unfinished transfer stays in the tray; a form nobody is waiting for does not.
    if (!isUnderWay(session.state.phase) && session.state.phase !== 'stopped') discardSession(session);
    props.onClose();
  };
  const finish = () => {
    discardSession(session);
    props.onClose();
  };

  const warnBeforeLeaving = (event: BeforeUnloadEvent) => {
    if (session.state.phase === 'sending' || session.state.phase === 'saving') event.preventDefault();
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
    <Dialog title={text().common.success} mark={{ icon: Check, tone: 'green' }} onClose={props.onDone}>
      <p>{props.session.target.outcome === null ? text().upload.successAdded : text().upload.successSaved}</p>
      <DialogButtons>
        <Button look="primary" autofocus onClick={() => props.onDone()}>
          {text().common.ok}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function UploadForm(props: { session: UploadSession; onClose: () => void }) {
  const { session } = props;
  const { state } = session;
  const summaryId = createUniqueId();
  const length = () => summaryLength(state.summary);
  const tooLong = () => length() > SUMMARY_MAX_CHARACTERS;
  const isOpen = () => isOpenForChange(state.phase);
  const busy = () => isUnderWay(state.phase);
  const isSaved = () => state.saved !== null;
  const [errors, setErrors] = createSignal<HTMLDivElement>();
  const [tried, setTried] = createSignal(false);

  const send = () => {
    setTried(true);
    void session.send();
  };
  createEffect(() => {
    if (state.error !== null || state.phase === 'needs_fix') errors()?.scrollIntoView({ block: 'nearest' });
  });

  return (
    <form
      class="upload"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => event.preventDefault()}
    >
      <div class="upload__zones">
        <For each={FILE_SLOTS}>
          {(slot) => (
            <DropZone
              slot={slot}
              state={state.files[slot]}
              open={isOpen()}
              onChoose={(file) => void session.choose(slot, file)}
              onRemove={() => session.remove(slot)}
            />
          )}
        </For>
      </div>
      <p class="field__hint">{text().upload.atLeastOne}</p>

      <div class="field">
        <div class="upload__summary-head">
          <label class="field__label" for={summaryId}>
            {text().upload.summary}
          </label>
          <span class="numeric" classList={{ upload__count: true, 'upload__count--over': tooLong() }}>
            {text().upload.count(length())}
          </span>
        </div>
        <textarea
          class="input"
          id={summaryId}
          rows="4"
          readOnly={!isOpen()}
          value={state.summary}
          aria-describedby={`${summaryId}-hint`}
          aria-invalid={tooLong()}
          onInput={(event) => session.writeSummary(event.currentTarget.value)}
        />
        <p class="field__hint" id={`${summaryId}-hint`}>
          {text().upload.summaryHint}
        </p>
      </div>

      <div class="upload__state" ref={setErrors}>
        <Progressing session={session} />
        <Blocked session={session} tried={tried} />
        <ProblemMessage error={state.error} />
        <Show when={state.phase === 'needs_fix'}>
          <Message tone="red" urgent title={text().upload.rejectedTitle} body={text().upload.rejectedBody} />
        </Show>
      </div>

      <div class="upload__buttons">
        <Show
          when={state.phase !== 'sending'}
          fallback={<Button onClick={() => session.stop()}>{text().upload.stop}</Button>}
        >
          <Button type="submit" look="primary" busy={busy()}>
            <Switch fallback={text().upload.add}>
              <Match when={busy()}>{text().upload.adding}</Match>
              <Match when={state.phase === 'stopped'}>{text().common.retry}</Match>
              <Match when={isSaved()}>{text().upload.save}</Match>
            </Switch>
          </Button>
        </Show>
        <Button onClick={() => props.onClose()}>{text().upload.close}</Button>
      </div>
    </form>
  );
}

/** What goes on, in words; a screen reader hears of the bytes at most each ten per cent. */
function Progressing(props: { session: UploadSession }) {
  const { state } = props.session;
  const said = createMemo(() =>
    FILE_SLOTS.filter((slot) => state.files[slot].phase === 'uploading')
      .map((slot) => {
        const { sentBytes, sizeBytes } = state.files[slot];
        return text().upload.progressSaid(text().slot[slot], Math.floor((sentBytes / sizeBytes) * 10) * 10);
      })
      .join(' '),
  );
  const words = () => {
    switch (state.phase) {
      case 'sending':
        return text().upload.canLeave;
      case 'saving':
        return text().upload.saving;
      case 'checking':
        return state.checkIsSlow ? text().upload.checkingLong : text().upload.checkingHint;
      default:
        return null;
    }
  };
  return (
    <>
      <p class="visually-hidden" aria-live="polite">
        {said()}
      </p>
      <Show when={words()}>{(line) => <Message tone="slate" title={line()} />}</Show>
    </>
  );
}

/** Only after an attempt: a form just opened is not yet wrong. */
function Blocked(props: { session: UploadSession; tried: () => boolean }) {
  const shown = () => {
    const { phase } = props.session.state;
    return isOpenForChange(phase) && (props.tried() || props.session.blocker() === 'summary_too_long')
      ? props.session.blocker()
      : null;
  };
  return (
    <Switch>
      <Match when={shown() === 'file_required'}>
        <Message tone="red" urgent {...text().errors.file_required({})} />
      </Match>
      <Match when={shown() === 'summary_too_long'}>
        <Message tone="red" urgent {...text().errors.summary_too_long({})} />
      </Match>
    </Switch>
  );
}
