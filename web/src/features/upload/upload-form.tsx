import { FILE_SLOTS, type FileSlot, SUMMARY_MAX_CHARACTERS, summaryLength } from '@licheng/portfolio-rules';
import { createEffect, createSignal, createUniqueId, For, Match, onCleanup, onMount, Show, Switch } from 'solid-js';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { slotFor } from './check-file.ts';
import { DraftLine, FormNotices, Progressing } from './form-notices.tsx';
import { DropZone, timeStamp } from './drop-zone.tsx';
import { isOpenForChange, isUnderWay } from './upload-machine.ts';
import type { UploadSession } from './upload-session.ts';
import '../../ui/field.css';
import './upload-sheet.css';

export function UploadForm(props: { session: UploadSession; onClose: () => void }) {
  const { session } = props;
  const { state } = session;
  const summaryId = createUniqueId();
  const length = () => summaryLength(state.summary);
  const tooLong = () => length() > SUMMARY_MAX_CHARACTERS;
  const busy = () => isUnderWay(state.phase);
  const [errors, setErrors] = createSignal<HTMLDivElement>();
  const [tried, setTried] = createSignal(false);
  const [misplaced, setMisplaced] = createSignal<'cannotPlace' | 'onlyOne' | null>(null);

  const press = () => {
    setTried(true);
    session.press();
  };
  createEffect(() => {
    const told = tried() && session.blocker() !== null;
    if (told || state.error !== null || state.phase === 'needs_fix') errors()?.scrollIntoView({ block: 'nearest' });
  });

  const put = (slot: FileSlot, file: File) => {
    setMisplaced(null);
    setTried(false);
    void session.choose(slot, file);
  };
  /** Each to the field it belongs to; at most one for each. */
  const place = (files: readonly File[]) => {
    if (!session.isOpen() || files.length === 0) return;
    const taken = new Set<FileSlot>();
    let left = 0;
    for (const file of files) {
      const slot = slotFor(file);
      if (slot === null || taken.has(slot)) left += 1;
      else {
        taken.add(slot);
        put(slot, file);
      }
    }
    if (left > 0) setMisplaced(taken.size === 0 ? 'cannotPlace' : 'onlyOne');
  };
  const dropOn = (slot: FileSlot, files: FileList) => {
    const [file] = files;
    if (files.length > 1) place(Array.from(files));
    else if (file !== undefined) put(slot, file);
  };
  const paste = (event: ClipboardEvent) => {
    const { clipboardData } = event;
    const files = Array.from(clipboardData?.files ?? []);
    // A text editor puts a picture of the text beside it: into the summary belongs the text.
    const isText = event.target instanceof HTMLTextAreaElement && clipboardData?.getData('text/plain') !== '';
    if (files.length === 0 || isText) return;
    event.preventDefault();
    place(files.map(withOwnName));
  };
  onMount(() => {
    document.addEventListener('paste', paste);
    onCleanup(() => document.removeEventListener('paste', paste));
  });

  return (
    <form
      class="upload"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        press();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        place(Array.from(event.dataTransfer?.files ?? []));
      }}
    >
      <FormNotices session={session} />
      <div class="upload__zones">
        <For each={FILE_SLOTS}>
          {(slot) => (
            <DropZone
              slot={slot}
              state={state.files[slot]}
              open={state.role !== 'following' && isOpenForChange(state.phase)}
              inHand={state.role === 'leading' && (isOpenForChange(state.phase) || state.phase === 'sending')}
              onChoose={(file) => put(slot, file)}
              onPhotograph={(file) => put(slot, file)}
              onDrop={(files) => dropOn(slot, files)}
              onAccept={() => session.accept(slot)}
              onRemove={() => session.remove(slot)}
              onPause={() => session.pause(slot)}
              onResume={() => session.resumeFile(slot)}
            />
          )}
        </For>
      </div>
      <p class="field__hint">{text().upload.atLeastOne}</p>
      <Show when={misplaced()}>{(why) => <Message tone="amber" urgent title={text().upload[why()]} />}</Show>

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
          readOnly={!session.isOpen()}
          value={state.summary}
          aria-describedby={`${summaryId}-hint ${summaryId}-state`}
          aria-invalid={tooLong()}
          onInput={(event) => session.writeSummary(event.currentTarget.value)}
        />
        <p class="field__hint" id={`${summaryId}-hint`}>
          {text().upload.summaryHint}
        </p>
        <DraftLine session={session} />
      </div>

      <div class="upload__state" id={`${summaryId}-state`} ref={setErrors}>
        <Progressing session={session} />
        <Blocked session={session} tried={tried()} />
        <ProblemMessage error={state.error} />
        <Show when={state.phase === 'needs_fix'}>
          <Message tone="red" urgent title={text().upload.rejectedTitle} body={text().upload.rejectedBody} />
        </Show>
      </div>

      <div class="upload__buttons">
        <Button
          type="submit"
          look="primary"
          busy={busy() || state.role !== 'leading'}
          disabled={state.role === 'following'}
        >
          <Switch fallback={text().upload.add}>
            <Match when={busy()}>{text().upload.adding}</Match>
            <Match when={state.phase === 'stopped'}>{text().common.retry}</Match>
            <Match when={state.saved !== null}>{text().upload.save}</Match>
          </Switch>
        </Button>
        <Show when={state.phase === 'sending' && state.role === 'leading'}>
          <Button onClick={() => session.takeBack()}>
            {state.saved === null ? text().upload.takeBack : text().upload.takeBackSave}
          </Button>
        </Show>
        <Button onClick={() => props.onClose()}>{text().upload.close}</Button>
      </div>
    </form>
  );
}

/** A pasted picture is always called `image.png`; two of them could not be told apart. */
function withOwnName(file: File): File {
  const extension = /^image\.(\w+)$/.exec(file.name)?.[1];
  if (extension === undefined) return file;
  return new File([file], text().upload.pastedName(timeStamp(), extension), { type: file.type });
}

/** Only after an attempt: a form just opened is not yet wrong. */
function Blocked(props: { session: UploadSession; tried: boolean }) {
  const words = () => {
    const blocker = props.session.blocker();
    if (!isOpenForChange(props.session.state.phase)) return null;
    if (!props.tried && blocker !== 'summary_too_long') return null;
    const { errors, upload } = text();
    switch (blocker) {
      case 'file_required':
        return errors.file_required({});
      case 'summary_too_long':
        return errors.summary_too_long({});
      case 'file_offered':
        return upload.mustDecide;
      case 'file_refused':
        return upload.mustFix;
      case 'file_rejected':
        return upload.mustReplace;
      default:
        return null;
    }
  };
  return <Show when={words()}>{(said) => <Message tone="red" urgent title={said().title} body={said().body} />}</Show>;
}
