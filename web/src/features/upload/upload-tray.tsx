import { A } from '@solidjs/router';
import X from 'lucide-solid/icons/x';
import { For, Show } from 'solid-js';
import { useSignedIn } from '../../api/signed-in.tsx';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { discardSession, openSessions } from './open-sessions.ts';
import type { UploadSession } from './upload-session.ts';
import './upload-tray.css';

/** What is still going up although its form was closed. */
export function UploadTray() {
  const signedIn = useSignedIn();
  const shown = () =>
    openSessions().filter(
      (session) =>
        session.target.personId === signedIn().person.id && session.state.phase !== 'editing' && !session.formIsOpen(),
    );
  return (
    <section class="tray" aria-label={text().upload.trayTitle} aria-live="polite">
      <For each={shown()}>{(session) => <Line session={session} />}</For>
    </section>
  );
}

function Line(props: { session: UploadSession }) {
  const target = () => props.session.target;
  const phase = () => props.session.state.phase;
  const words = () => {
    const { tray } = text().upload;
    const { subject } = target();
    switch (phase()) {
      case 'saving':
        return tray.saving(subject);
      case 'checking':
        return tray.checking(subject);
      case 'accepted':
        return tray.accepted(subject);
      case 'needs_fix':
        return tray.needs_fix(subject);
      case 'stopped':
        return tray.stopped(subject);
      default:
        return tray.sending(subject, Math.floor(props.session.percent() / 10) * 10);
    }
  };
  const address = () => {
    const { courseId, outcome } = target();
    if (phase() === 'accepted') return paths.outcomes(courseId);
    return outcome === null ? paths.addOutcome(courseId) : paths.editOutcome(courseId, outcome.id);
  };
  const isOver = () => phase() === 'accepted' || phase() === 'stopped' || phase() === 'needs_fix';
  return (
    <div class="tray__line">
      <span class="tray__words">{words()}</span>
      <A class="tray__open" href={address()} onClick={() => phase() === 'accepted' && discardSession(props.session)}>
        {text().upload.trayOpen}
      </A>
      <Show when={isOver()}>
        <Button look="plain" compact aria-label={text().common.close} onClick={() => discardSession(props.session)}>
          <X class="icon" aria-hidden="true" />
        </Button>
      </Show>
    </div>
  );
}
