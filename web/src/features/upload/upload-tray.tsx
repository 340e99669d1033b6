import { FILE_SLOTS } from '@licheng/portfolio-rules';
import { A } from '@solidjs/router';
import X from 'lucide-solid/icons/x';
import { For, lazy, onCleanup, onMount, Show, Suspense } from 'solid-js';
import { useSignedIn } from '../../api/signed-in.tsx';
import { formatDateTime } from '../../lib/taipei.ts';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { discardSession, idleDrafts, leaving, openSessions, waveAway } from './open-sessions.ts';
import type { UploadSession } from './upload-session.ts';
import './upload-tray.css';

const LeavingDialog = lazy(() => import('./leaving-dialog.tsx'));

/** What is still going up although its form is not open, and what was left on this device; on every page. */
export default function UploadTray() {
  const signedIn = useSignedIn();
  const personId = signedIn().person.id;

  onMount(() => {
    let stop: (() => void) | null = null;
    let gone = false;
    import('./upload-keeper.ts').then(
      ({ keepUploadsOf }) => {
        if (!gone) stop = keepUploadsOf(personId);
      },
      // An old page after an update: it is loaded anew elsewhere, and this with it.
      () => undefined,
    );
    onCleanup(() => {
      gone = true;
      stop?.();
    });
  });

  const shown = () =>
    openSessions().filter(
      (session) =>
        session.target.personId === personId &&
        !session.formIsOpen() &&
        (session.isNeeded() || session.state.phase === 'accepted' || session.state.phase === 'needs_fix'),
    );
  const drafts = () =>
    idleDrafts().filter(
      (draft) => draft.personId === personId && !openSessions().some((session) => session.key() === draft.key),
    );
  return (
    <>
      <section class="tray" aria-label={text().upload.trayTitle} aria-live="polite">
        <For each={shown()}>{(session) => <Line session={session} />}</For>
        <For each={drafts()}>
          {(draft) => (
            <div class="tray__line">
              <span class="tray__words">
                {text().upload.tray.draft(draft.subject, formatDateTime(new Date(draft.savedAtMs).toISOString()))}
              </span>
              <A
                class="tray__open"
                href={
                  draft.outcomeId === null
                    ? paths.addOutcome(draft.courseId)
                    : paths.editOutcome(draft.courseId, draft.outcomeId)
                }
              >
                {text().upload.trayOpen}
              </A>
              <Button look="plain" compact aria-label={text().common.close} onClick={() => waveAway(draft.key)}>
                <X class="icon" aria-hidden="true" />
              </Button>
            </div>
          )}
        </For>
      </section>
      <Suspense>
        <Show when={leaving()}>
          {(question) => <LeavingDialog subjects={question().subjects} decide={question().decide} />}
        </Show>
      </Suspense>
    </>
  );
}

function Line(props: { session: UploadSession }) {
  const state = () => props.session.state;
  const words = () => {
    const { tray } = text().upload;
    const { subject } = props.session.target;
    const files = FILE_SLOTS.map((slot) => state().files[slot]);
    const has = (phase: (typeof files)[number]['phase']) => files.some((file) => file.phase === phase);
    switch (state().phase) {
      case 'saving':
        return state().waitingFor === 'sign_in' ? tray.sign_in(subject) : tray.saving(subject);
      case 'checking':
        return tray.checking(subject);
      case 'accepted':
        return state().restoredFromMs === null ? tray.accepted(subject) : tray.acceptedLater(subject);
      case 'needs_fix':
        return tray.needs_fix(subject);
      case 'stopped':
        return tray.stopped(subject);
      case 'editing':
      case 'sending':
        break;
    }
    if (state().waitingFor === 'sign_in') return tray.sign_in(subject);
    if (has('interrupted')) return tray.interrupted(subject);
    if (has('uploading')) {
      const resumed = files.find((file) => file.phase === 'uploading')?.resumedAt ?? null;
      const percent = Math.floor(props.session.percent() / 10) * 10;
      return resumed === null ? tray.uploading(subject, percent) : tray.resumed(subject, resumed, percent);
    }
    if (has('paused')) return tray.paused(subject);
    return has('refused') || has('offered') ? tray.waiting(subject) : tray.received(subject);
  };
  const isOver = () => ['accepted', 'needs_fix', 'stopped'].includes(state().phase);
  const address = () => {
    const { courseId, outcome } = props.session.target;
    const { saved } = state();
    if (state().phase === 'accepted' || (saved !== null && state().phase === 'checking'))
      return paths.outcomes(courseId);
    if (state().phase === 'needs_fix' && saved !== null) return paths.editOutcome(courseId, saved.outcomeId);
    return outcome === null ? paths.addOutcome(courseId) : paths.editOutcome(courseId, outcome.id);
  };
  return (
    <div class="tray__line">
      <span class="tray__words">{words()}</span>
      <A
        class="tray__open"
        href={address()}
        onClick={() => {
          if (state().phase === 'accepted') void discardSession(props.session);
        }}
      >
        {text().upload.trayOpen}
      </A>
      <Show when={isOver()}>
        <Button
          look="plain"
          compact
          aria-label={text().common.close}
          onClick={() => void discardSession(props.session)}
        >
          <X class="icon" aria-hidden="true" />
        </Button>
      </Show>
    </div>
  );
}
