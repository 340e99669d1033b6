import X from 'lucide-solid/icons/x';
import { createEffect, createSignal, For, onCleanup, Show } from 'solid-js';
import { serverNow } from '../lib/server-clock.ts';
import type { Tone } from './badge.tsx';
import { Button } from './button.tsx';
import './toast.css';

export interface ToastOptions {
  /** A toast with the same key takes the place of the earlier one. */
  key?: string;
  tone?: Tone;
  /** Words are functions, so that they follow a switch of the language. */
  message: () => string;
  action?: { label: () => string; run: () => unknown };
  /** Shown this long; longer while the pointer or the focus is on it, but never beyond `until`. */
  showForMs?: number;
  /** Instant (ISO, the server's clock) after which the action is refused: the toast is gone by then. */
  until?: string;
  /** How it ended; `expired` when nobody did anything. */
  onGone?: (how: 'acted' | 'closed' | 'expired') => void;
}

interface Toast extends ToastOptions {
  key: string;
  endsAtMs: number;
  untilMs: number;
}

const WITH_ACTION_MS = 10_000;
const PLAIN_MS = 6_000;
const TICK_MS = 250;

const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
const [said, setSaid] = createSignal('');
let made = 0;

/** Puts a bar at the bottom of the page; several stand above each other. Returns what takes it away without `onGone`. */
export function showToast(options: ToastOptions): () => void {
  made += 1;
  const key = options.key ?? `toast-${made}`;
  const untilMs = options.until === undefined ? Number.POSITIVE_INFINITY : new Date(options.until).getTime();
  const showForMs = options.showForMs ?? (options.action === undefined ? PLAIN_MS : WITH_ACTION_MS);
  const toast: Toast = { ...options, key, untilMs, endsAtMs: Math.min(serverNow() + showForMs, untilMs) };
  setToasts((all) => [...all.filter((other) => other.key !== key), toast]);
  // Emptied first: the same words twice in a row are two announcements.
  setSaid('');
  queueMicrotask(() => setSaid(toast.message()));
  return () => setToasts((all) => all.filter((other) => other !== toast));
}

/** Nothing said to one person may be seen by the next. */
export function clearToasts(): void {
  setToasts([]);
  setSaid('');
}

export interface ToastWords {
  /** Names the region and the key that leads to it. */
  region: string;
  close: string;
  secondsLeft: (count: number) => string;
}

/**
 * The region of all toasts. F8 moves into it and back. An undo must not be a race against the clock, so a toast waits while it
 * is pointed at or focused; only the server's own limit ends it then.
 */
export function Toasts(props: { words: ToastWords }) {
  const [now, setNow] = createSignal(serverNow());
  const [held, setHeld] = createSignal<ReadonlySet<string>>(new Set());
  const [region, setRegion] = createSignal<HTMLElement>();
  let cameFrom: Element | null = null;

  const hold = (key: string, on: boolean) =>
    setHeld((keys) => {
      const next = new Set(keys);
      if (on) next.add(key);
      else next.delete(key);
      return next;
    });

  const gone = (toast: Toast, how: 'acted' | 'closed' | 'expired') => {
    const hadFocus = region()?.contains(document.activeElement) === true;
    setToasts((all) => all.filter((other) => other !== toast));
    hold(toast.key, false);
    if (hadFocus) goBack();
    toast.onGone?.(how);
  };

  const goBack = () => {
    const next = region()?.querySelector('button');
    if (next instanceof HTMLElement) next.focus();
    else if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
    else document.querySelector('main')?.focus({ preventScroll: true });
  };

  const act = (toast: Toast) => {
    gone(toast, 'acted');
    void toast.action?.run();
  };

  createEffect(() => {
    if (toasts().length === 0) return;
    setNow(serverNow());
    const timer = setInterval(() => {
      const passed = serverNow() - now();
      setNow(serverNow());
      for (const toast of toasts()) {
        if (held().has(toast.key)) toast.endsAtMs = Math.min(toast.endsAtMs + passed, toast.untilMs);
        if (toast.endsAtMs <= now()) gone(toast, 'expired');
      }
    }, TICK_MS);
    onCleanup(() => clearInterval(timer));
  });

  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'F8' || toasts().length === 0) return;
    event.preventDefault();
    if (region()?.contains(document.activeElement) === true) {
      if (cameFrom instanceof HTMLElement) cameFrom.focus();
      return;
    }
    cameFrom = document.activeElement;
    region()?.querySelector('button')?.focus();
  };
  document.addEventListener('keydown', onKey);
  onCleanup(() => document.removeEventListener('keydown', onKey));

  const secondsLeft = (toast: Toast) => Math.max(0, Math.ceil((toast.endsAtMs - now()) / 1000));

  return (
    <>
      <p class="visually-hidden" role="status">
        {said()}
      </p>
      <Show when={toasts().length > 0}>
        <section class="toasts" aria-label={props.words.region} ref={setRegion}>
          <For each={toasts()}>
            {(toast) => (
              <div
                class={`toast toast--${toast.tone ?? 'slate'}`}
                onPointerEnter={() => hold(toast.key, true)}
                onPointerLeave={() => hold(toast.key, false)}
                onFocusIn={() => hold(toast.key, true)}
                onFocusOut={() => hold(toast.key, false)}
              >
                <p class="toast__message">{toast.message()}</p>
                <Show when={toast.action}>
                  {(action) => (
                    <>
                      {/* The number is for the eye; read out every second it would drown everything else. */}
                      <span class="toast__left numeric" aria-hidden="true">
                        {props.words.secondsLeft(secondsLeft(toast))}
                      </span>
                      <Button compact onClick={() => act(toast)}>
                        {action().label()}
                      </Button>
                    </>
                  )}
                </Show>
                <button type="button" class="toast__close" onClick={() => gone(toast, 'closed')}>
                  <X class="icon" aria-hidden="true" />
                  <span class="visually-hidden">{props.words.close}</span>
                </button>
              </div>
            )}
          </For>
        </section>
      </Show>
    </>
  );
}
