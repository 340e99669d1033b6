import type { LiveEvent } from '@licheng/rest-contract';
import { type LiveSource, type LiveState, openLiveSource } from './live-source.ts';

const NAME = 'licheng-live';
const BEAT_MS = 10_000;
/** A leader this long silent sleeps in the background of a phone or has lost its voice. */
const SILENCE_MS = 25_000;

type Message = { kind: 'state'; state: LiveState } | { kind: 'event'; event: LiveEvent } | { kind: 'who' };

/**
 * One connection for all tabs of a browser: over HTTP/1.1 it keeps six to a site, and six open pages would leave none to fetch
 * with. Whoever holds the lock is the leader and passes on what it hears; when it goes, the next in the queue follows.
 */
export function shareLiveSource(hear: (event: LiveEvent) => void, tell: (state: LiveState) => void): LiveSource {
  const channel = new BroadcastChannel(NAME);
  const closing = new AbortController();
  let leading: LiveSource | null = null;
  let state: LiveState = 'connecting';
  let heardAt = performance.now();

  const say = (message: Message) => channel.postMessage(message);
  const be = (next: LiveState) => {
    state = next;
    tell(next);
  };

  /** Holds the lock for as long as the returned promise is pending. */
  function lead(): Promise<void> {
    if (closing.signal.aborted) return Promise.resolve();
    leading = openLiveSource(
      (event) => {
        hear(event);
        say({ kind: 'event', event });
      },
      (next) => {
        be(next);
        say({ kind: 'state', state: next });
      },
    );
    return new Promise((resolve) => closing.signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  function stopLeading(): void {
    leading?.close();
    leading = null;
  }

  function stand(options: LockOptions): void {
    navigator.locks.request(NAME, options, lead).catch(() => {
      // Closed while waiting, or another tab has taken the lock from a leader that seemed asleep.
      stopLeading();
      if (closing.signal.aborted) return;
      heardAt = performance.now();
      stand({ signal: closing.signal });
    });
  }

  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'who') {
      if (leading === null) return;
      say({ kind: 'state', state });
      // Somebody has just opened a page, perhaps after signing in: a good moment to try again.
      leading.reconnectNow();
      return;
    }
    if (leading !== null) return;
    heardAt = performance.now();
    if (data.kind === 'event') {
      if (state !== 'open') be('open');
      hear(data.event);
    } else if (data.state !== state) {
      be(data.state);
      // What was said before this tab listened is lost to it.
      if (data.state === 'open') hear({ kind: 'resync' });
    }
  });

  const beat = setInterval(() => {
    if (leading !== null) {
      say({ kind: 'state', state });
    } else if (performance.now() - heardAt > SILENCE_MS) {
      if (state !== 'lost') be('lost');
      if (document.visibilityState === 'visible') takeOver();
    }
  }, BEAT_MS);

  function takeOver(): void {
    heardAt = performance.now();
    stand({ steal: true });
  }

  tell(state);
  stand({ signal: closing.signal });
  say({ kind: 'who' });
  return {
    reconnectNow() {
      if (leading === null) say({ kind: 'who' });
      else leading.reconnectNow();
    },
    close() {
      clearInterval(beat);
      stopLeading();
      closing.abort();
      channel.close();
    },
  };
}

export const canShare = (): boolean => typeof BroadcastChannel === 'function' && 'locks' in navigator;
