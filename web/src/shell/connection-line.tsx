import WifiOff from 'lucide-solid/icons/wifi-off';
import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import { liveState } from '../api/live.ts';
import { online, serverReachable } from '../api/reachability.ts';
import { text } from '../text/text.ts';
import './connection-line.css';

/** A short break is nobody's business: proxies close idle channels and they are back within a second or two. */
const PATIENCE_MS = 4_000;

export function ConnectionLine() {
  const [lasting, setLasting] = createSignal(false);
  const away = () => !online() || !serverReachable() || liveState() === 'lost';
  createEffect(() => {
    if (!away()) {
      setLasting(false);
      return;
    }
    const timer = setTimeout(() => setLasting(true), PATIENCE_MS);
    onCleanup(() => clearTimeout(timer));
  });
  const words = () => {
    if (!online()) return text().connection.offline;
    return serverReachable() ? text().connection.liveAway : text().connection.serverAway;
  };
  return (
    <div role="status">
      <Show when={lasting()}>
        <p class="connection">
          <WifiOff class="icon" aria-hidden="true" />
          {words()}
        </p>
      </Show>
    </div>
  );
}
