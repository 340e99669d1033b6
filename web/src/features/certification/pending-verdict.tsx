import type { CaseResource } from '@licheng/rest-contract';
import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import { keys, queryClient } from '../../api/queries.ts';
import { createAction } from '../../lib/create-action.ts';
import { serverNow } from '../../lib/server-clock.ts';
import { reviewText } from '../../text/review-text.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { undoOne } from './verdicts.ts';

const TICK_MS = 250;
/** The server publishes a moment after the time is over; asked again until it has. */
const ASK_AGAIN_MS = 1_500;

/** A verdict that is given and not yet published: whose, and how long it can be taken back. */
export function PendingVerdict(props: { case: CaseResource }) {
  const words = () => reviewText().certification;
  const [now, setNow] = createSignal(serverNow());
  const pending = () => props.case.pendingVerdict;
  const secondsLeft = () => Math.max(0, Math.ceil((Date.parse(pending()?.undoUntil ?? '') - now()) / 1000));
  const undo = createAction(() => undoOne(props.case));

  createEffect(() => {
    const verdict = pending();
    if (verdict === null) return;
    setNow(serverNow());
    const tick = setInterval(() => setNow(serverNow()), TICK_MS);
    const ask = setInterval(() => {
      if (serverNow() < Date.parse(verdict.undoUntil)) return;
      void queryClient.invalidateQueries({ queryKey: keys.case(props.case.outcomeId) });
    }, ASK_AGAIN_MS);
    onCleanup(() => {
      clearInterval(tick);
      clearInterval(ask);
    });
  });

  return (
    <Show when={pending()}>
      {(verdict) => (
        <Message
          tone={verdict().action === 'certify' ? 'green' : 'amber'}
          title={
            verdict().own
              ? words().pending.own(words().verdict[verdict().action])
              : words().pending.other(verdict().certifierName, words().verdict[verdict().action])
          }
          body={verdict().own ? words().pending.ownHint(secondsLeft()) : words().pending.otherHint}
          actions={
            verdict().own &&
            secondsLeft() > 0 && (
              <Button compact busy={undo.pending()} onClick={() => void undo.run()}>
                {words().undoIn(secondsLeft())}
              </Button>
            )
          }
        />
      )}
    </Show>
  );
}
