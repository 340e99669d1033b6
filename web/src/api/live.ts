import type { LiveEvent } from '@licheng/rest-contract';
import { createSignal } from 'solid-js';
import { API_ROOT } from './client.ts';

type LiveState = 'off' | 'connecting' | 'open' | 'lost';

const [liveState, setLiveState] = createSignal<LiveState>('off');
const listeners = new Set<(event: LiveEvent) => void>();

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;

let source: EventSource | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;

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
  if (source !== null || timer !== undefined) return;
  window.addEventListener('online', reconnectNow);
  document.addEventListener('visibilitychange', reconnectWhenSeen);
  connect();
}

export function stopLive(): void {
  window.removeEventListener('online', reconnectNow);
  document.removeEventListener('visibilitychange', reconnectWhenSeen);
  clearTimeout(timer);
  timer = undefined;
  source?.close();
  source = null;
  failures = 0;
  setLiveState('off');
}

function connect(): void {
  timer = undefined;
  setLiveState(failures === 0 ? 'connecting' : 'lost');
  const opened = new EventSource(`${API_ROOT}/events`);
  source = opened;
  opened.addEventListener('open', () => {
    failures = 0;
    setLiveState('open');
  });
  opened.addEventListener('change', (message) => {
    const event = parse(message.data);
    if (event !== null) for (const listener of listeners) listener(event);
  });
  // The browser gives up for good after an HTTP error such as 503, so reconnecting is done here in every case.
  opened.addEventListener('error', () => {
    opened.close();
    source = null;
    failures += 1;
    setLiveState('lost');
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 5));
    timer = setTimeout(connect, waitMs * (0.75 + Math.random() / 2));
  });
}

function reconnectNow(): void {
  if (timer === undefined) return;
  clearTimeout(timer);
  connect();
}

function reconnectWhenSeen(): void {
  if (document.visibilityState === 'visible') reconnectNow();
}

function parse(data: unknown): LiveEvent | null {
  if (typeof data !== 'string') return null;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null && 'kind' in value ? (value as LiveEvent) : null;
  } catch {
    return null;
  }
}
