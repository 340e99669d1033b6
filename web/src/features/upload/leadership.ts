/**
 * Of all tabs that show the same form, one leads: it alone sends and stores. The others follow what it tells. The browser
 * itself (Web Locks) gives the lead on when the leading tab is closed or crashes.
 */
export interface Leadership {
  /** Asks the leading tab to let go; one that does not answer, because the browser has frozen it, is overruled. */
  takeOver: () => void;
  /** Lets go for good. */
  release: () => void;
}

interface LeadershipEvents {
  onGained: () => void;
  onLost: () => void;
  /** Before another tab leads, everything has to be where that tab can find it. */
  beforeHandOver: () => Promise<void>;
}

const OVERRULE_AFTER_MS = 2_000;

export type TabMessage =
  | { kind: 'state'; key: string; snapshot: unknown }
  | { kind: 'ask'; key: string }
  | { kind: 'hand_over'; key: string }
  /** What the form was for is done: the next one may begin. */
  | { kind: 'finished'; key: string }
  | { kind: 'signed_in'; personId: string }
  /** This person wanted nothing left on the device. */
  | { kind: 'removed'; personId: string };

const listeners = new Set<(message: TabMessage) => void>();
let channel: BroadcastChannel | null = null;

function theChannel(): BroadcastChannel | null {
  if (channel === null && typeof BroadcastChannel === 'function') {
    channel = new BroadcastChannel('licheng-uploads');
    channel.addEventListener('message', (event: MessageEvent<TabMessage>) => {
      for (const listener of listeners) listener(event.data);
    });
  }
  return channel;
}

export function tellOtherTabs(message: TabMessage): void {
  theChannel()?.postMessage(message);
}

export function onOtherTabs(listener: (message: TabMessage) => void): () => void {
  theChannel();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function seekLeadership(key: string, events: LeadershipEvents): Leadership {
  const { locks } = navigator as { locks?: LockManager };
  if (locks === undefined) {
    // No locks, no second tab to know of: lead at once.
    queueMicrotask(events.onGained);
    return { takeOver: () => undefined, release: () => undefined };
  }
  const name = `licheng-upload:${key}`;
  let released = false;
  let letGo: (() => void) | null = null;
  let waiting = new AbortController();
  let overrule: ReturnType<typeof setTimeout> | undefined;

  const queue = (how: LockOptions) => {
    const holding = () =>
      new Promise<void>((resolve) => {
        clearTimeout(overrule);
        if (released) return resolve();
        letGo = resolve;
        events.onGained();
      });
    locks.request(name, how, holding).catch(() => {
      // Given up by us, or taken by a tab that had waited too long.
      if (letGo === null || released) return;
      letGo = null;
      events.onLost();
      wait();
    });
  };
  const wait = () => {
    waiting = new AbortController();
    queue({ signal: waiting.signal });
  };
  const handOver = async () => {
    await events.beforeHandOver();
    const give = letGo;
    if (give === null || released) return;
    letGo = null;
    events.onLost();
    give();
    wait();
  };
  const stopListening = onOtherTabs((message) => {
    if (message.kind === 'hand_over' && message.key === key && letGo !== null) void handOver();
  });
  wait();

  return {
    takeOver: () => {
      if (letGo !== null || released) return;
      tellOtherTabs({ kind: 'hand_over', key });
      clearTimeout(overrule);
      overrule = setTimeout(() => {
        waiting.abort();
        queue({ steal: true });
      }, OVERRULE_AFTER_MS);
    },
    release: () => {
      released = true;
      clearTimeout(overrule);
      stopListening();
      waiting.abort();
      letGo?.();
      letGo = null;
    },
  };
}
