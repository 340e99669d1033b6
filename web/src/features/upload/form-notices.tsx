import { FILE_SLOTS } from '@licheng/portfolio-rules';
import { createMemo, createSignal, Show } from 'solid-js';
import { serverNow } from '../../lib/server-clock.ts';
import { formatDateTime, formatTime } from '../../lib/taipei.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { percentOf } from './session-state.ts';
import type { UploadSession } from './upload-session.ts';

/** Stored by the device's clock, shown by the server's. */
function instantOf(deviceMs: number): string {
  return new Date(deviceMs + serverNow() - Date.now()).toISOString();
}

/** What the person should know before they go on: another tab, another visit, a browser that keeps nothing. */
export function FormNotices(props: { session: UploadSession }) {
  const { session } = props;
  const { state } = session;
  const restored = () => {
    const from = state.restoredFromMs;
    if (from === null || state.role !== 'leading' || state.phase !== 'editing') return null;
    // An upload that goes on says so itself, in its field.
    return FILE_SLOTS.some((slot) => state.files[slot].resumedAt !== null) ? null : from;
  };
  return (
    <>
      <Show when={state.role === 'following'}>
        <Message
          tone="amber"
          title={text().upload.otherTab.title}
          body={text().upload.otherTab.body}
          actions={
            <Button compact onClick={() => session.takeOver()}>
              {text().upload.otherTab.takeOver}
            </Button>
          }
        />
      </Show>
      <Show when={state.finishedElsewhere && state.role === 'leading'}>
        <Message tone="green" title={text().upload.otherTab.finished} />
      </Show>
      <Show when={state.survives === false}>
        <Message tone="amber" title={text().upload.notKept.title} body={text().upload.notKept.body} />
      </Show>
      <Show when={restored()}>
        {(from) => <Message tone="slate" title={text().upload.draftRestored(formatDateTime(instantOf(from())))} />}
      </Show>
    </>
  );
}

/** 「草稿已於 10:32 儲存」, and the way out of a draft. */
export function DraftLine(props: { session: UploadSession }) {
  const { session } = props;
  const { state } = session;
  const [undo, setUndo] = createSignal<(() => void) | null>(null);
  return (
    <div class="upload__draft">
      <p aria-live="polite">
        <Show when={state.draftSavedAtMs}>{(at) => text().upload.draftSaved(formatTime(instantOf(at())))}</Show>
        <Show when={undo() !== null && state.draftSavedAtMs === null}>{text().upload.draftDiscarded}</Show>
      </p>
      <Show when={state.draftSavedAtMs !== null && session.isOpen()}>
        <Button
          look="plain"
          compact
          onClick={() => {
            const bringBack = session.discard();
            setUndo(() => bringBack);
          }}
        >
          {text().upload.discardDraft}
        </Button>
      </Show>
      <Show when={state.draftSavedAtMs === null ? undo() : null}>
        {(bringBack) => (
          <Button
            look="plain"
            compact
            onClick={() => {
              bringBack()();
              setUndo(null);
            }}
          >
            {text().upload.undo}
          </Button>
        )}
      </Show>
    </div>
  );
}

/** What goes on, in words; a screen reader hears of the bytes at most each ten per cent. */
export function Progressing(props: { session: UploadSession }) {
  const { state } = props.session;
  const said = createMemo(() =>
    FILE_SLOTS.filter((slot) => state.files[slot].phase === 'uploading')
      .map((slot) => {
        const { sentBytes, sizeBytes } = state.files[slot];
        return text().upload.progressSaid(text().slot[slot], Math.floor(percentOf(sentBytes, sizeBytes) / 10) * 10);
      })
      .join(' '),
  );
  const words = () => {
    const { upload } = text();
    if (state.waitingFor !== null) return upload.waitingFor[state.waitingFor];
    switch (state.phase) {
      case 'sending':
        if (FILE_SLOTS.some((slot) => state.files[slot].phase === 'paused')) return upload.pausedWhilePressed;
        if (state.survives === false) return upload.willAddHere;
        return state.saved === null ? upload.willAdd : upload.willSave;
      case 'saving':
        return upload.saving;
      case 'checking':
        return state.checkIsSlow ? upload.checkingLong : upload.checkingHint;
      default:
        return null;
    }
  };
  return (
    <>
      <p class="visually-hidden" aria-live="polite">
        {said()}
      </p>
      <div role="status">
        <Show when={words()}>{(line) => <Message tone="slate" title={line()} />}</Show>
      </div>
    </>
  );
}
