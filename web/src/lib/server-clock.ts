import { createSignal, onCleanup } from 'solid-js';

let offsetMs = 0;

/** Deadlines are the server's; a device whose clock is wrong must not show another time left. */
export function setServerTime(iso: string): void {
  offsetMs = new Date(iso).getTime() - Date.now();
}

export function serverNow(): number {
  return Date.now() + offsetMs;
}

/** The server's time, renewed every half minute while the owner lives. */
export function createServerClock(): () => number {
  const [now, setNow] = createSignal(serverNow());
  const timer = setInterval(() => setNow(serverNow()), 30_000);
  onCleanup(() => clearInterval(timer));
  return now;
}
