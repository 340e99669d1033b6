import { createSignal } from 'solid-js';

const [serverReachable, setServerReachable] = createSignal(true);
const [online, setOnline] = createSignal(typeof navigator === 'undefined' || navigator.onLine);

if (typeof window !== 'undefined') {
  window.addEventListener('online', () => setOnline(true));
  window.addEventListener('offline', () => setOnline(false));
}

/** Whether the last call got an answer from the system at all. */
export { serverReachable, setServerReachable };
/** Whether the device believes it has a network. */
export { online };
