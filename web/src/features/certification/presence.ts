import type { CaseResource } from '@licheng/rest-contract';
import { createEffect, createSignal, on, onCleanup } from 'solid-js';
import { API_ROOT, currentCsrfToken } from '../../api/client.ts';
import { api } from '../../api/endpoints.ts';
import { keys, queryClient } from '../../api/queries.ts';

/** A claim ends by itself after a minute. */
const REPEAT_MS = 25_000;
/** Leafing through the queue with a held key is not looking at each case. */
const SETTLE_MS = 400;

function release(outcomeId: string): void {
  // `keepalive`: it must still go out while the page is being closed. How it went interests nobody by then.
  void fetch(`${API_ROOT}/certification/cases/${outcomeId}/claim`, {
    method: 'DELETE',
    keepalive: true,
    credentials: 'same-origin',
    headers: { 'X-CSRF-Token': currentCsrfToken() },
  }).catch(() => undefined);
}

/**
 * Tells the other certifiers that this case is being looked at, for as long as it is: while it is open and its page visible.
 * Presence is a courtesy; that it cannot be told is not worth a word.
 */
export function createPresence(outcomeId: () => string, decidable: () => boolean): void {
  const [visible, setVisible] = createSignal(document.visibilityState === 'visible');
  const follow = () => setVisible(document.visibilityState === 'visible');
  document.addEventListener('visibilitychange', follow);
  onCleanup(() => document.removeEventListener('visibilitychange', follow));

  createEffect(
    on([outcomeId, () => decidable() && visible()], ([id, present]) => {
      if (!present) return;
      let told = false;
      const claim = async () => {
        told = true;
        const answer = await api.claimCase(id).catch(() => null);
        if (answer === null) return;
        // Only who else looks at it: the rest may be older than a verdict that was given meanwhile.
        queryClient.setQueryData<CaseResource>(keys.case(id), (known) =>
          known === undefined ? undefined : { ...known, claim: answer.claim },
        );
      };
      const settle = setTimeout(() => void claim(), SETTLE_MS);
      const timer = setInterval(() => void claim(), REPEAT_MS);
      const leave = () => {
        clearTimeout(settle);
        clearInterval(timer);
        if (told) release(id);
        told = false;
      };
      window.addEventListener('pagehide', leave);
      onCleanup(() => {
        window.removeEventListener('pagehide', leave);
        leave();
      });
    }),
  );
}
