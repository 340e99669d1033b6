import type { LiveEvent } from '@licheng/rest-contract';
import { createSignal } from 'solid-js';
import { type LiveSource, type LiveState, openLiveSource } from './live-source.ts';
import { canShare, shareLiveSource } from './live-tabs.ts';

const [liveState, setLiveState] = createSignal<LiveState>('off');
const listeners = new Set<(event: LiveEvent) => void>();
let source: LiveSource | null = null;

export { liveState };

/** How often a page asks by itself while it does not hear of changes; false while the live channel works. */
export function pollWhileLiveIsAway(everyMs: number): number | false {
  return liveState() === 'open' ? false : everyMs;
}

/** Calls `listener` for every event until the returned function is called. */
export function onLiveEvent(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function startLive(): void {
  if (source !== null) return;
  window.addEventListener('online', reconnectNow);
  document.addEventListener('visibilitychange', reconnectWhenSeen);
  const hear = (event: LiveEvent) => {
    for (const listener of listeners) listener(event);
  };
  source = canShare() ? shareLiveSource(hear, setLiveState) : openLiveSource(hear, setLiveState);
}

export function stopLive(): void {
  window.removeEventListener('online', reconnectNow);
  document.removeEventListener('visibilitychange', reconnectWhenSeen);
  source?.close();
  source = null;
  setLiveState('off');
}

function reconnectNow(): void {
  source?.reconnectNow();
}

function reconnectWhenSeen(): void {
  if (document.visibilityState === 'visible') reconnectNow();
}
