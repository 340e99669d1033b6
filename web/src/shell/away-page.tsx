import { A } from '@solidjs/router';
import WifiOff from 'lucide-solid/icons/wifi-off';
import { createEffect, onCleanup } from 'solid-js';
import { online } from '../api/reachability.ts';
import { paths } from '../paths.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import './away-page.css';

const EVERY_MS = 5_000;

/** The app was opened without a network or while the system is away: says so, tries on by itself, offers what works offline. */
export function AwayPage(props: { onRetry: () => void }) {
  createEffect(() => {
    document.title = `${text().offline.title} · ${text().product.name}`;
  });
  createEffect(() => {
    if (!online()) return;
    props.onRetry();
    const timer = setInterval(() => props.onRetry(), EVERY_MS);
    onCleanup(() => clearInterval(timer));
  });
  return (
    <main class="away" id="content">
      <p class="away__product">
        <img src="/icon.svg" alt="" width="44" height="44" />
        {text().product.name}
      </p>
      <EmptyState
        icon={WifiOff}
        title={online() ? text().offline.awayTitle : text().offline.title}
        body={online() ? text().offline.awayBody : text().offline.body}
        level={1}
      >
        <Button onClick={() => props.onRetry()}>{text().common.retry}</Button>
        <A href={paths.verify}>{text().offline.verify}</A>
      </EmptyState>
    </main>
  );
}
