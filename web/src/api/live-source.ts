import type { LiveEvent } from '@licheng/rest-contract';
import { API_ROOT } from './client.ts';

export type LiveState = 'off' | 'connecting' | 'open' | 'lost';

export interface LiveSource {
  /** Tries at once instead of waiting any longer. */
  reconnectNow(): void;
  close(): void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;

/** The server's events, over a connection that comes back by itself. */
export function openLiveSource(hear: (event: LiveEvent) => void, tell: (state: LiveState) => void): LiveSource {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function connect(): void {
    timer = undefined;
    tell(failures === 0 ? 'connecting' : 'lost');
    const opened = new EventSource(`${API_ROOT}/events`);
    source = opened;
    opened.addEventListener('open', () => {
      failures = 0;
      tell('open');
    });
    opened.addEventListener('change', (message) => {
      const event = parse(message.data);
      if (event !== null) hear(event);
    });
    // The browser gives up for good after an HTTP error such as 503, so reconnecting is done here in every case.
    opened.addEventListener('error', () => {
      opened.close();
      source = null;
      failures += 1;
      tell('lost');
      const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 5));
      timer = setTimeout(connect, waitMs * (0.75 + Math.random() / 2));
    });
  }

  connect();
  return {
    reconnectNow() {
      if (timer === undefined) return;
      clearTimeout(timer);
      connect();
    },
    close() {
      clearTimeout(timer);
      timer = undefined;
      source?.close();
      source = null;
    },
  };
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
