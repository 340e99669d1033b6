import { createSignal, onCleanup } from 'solid-js';
import { readStored, writeStored } from '../../lib/storage.ts';

export const SHORTCUTS = ['next', 'previous', 'certify', 'refuse', 'undo', 'choose', 'search', 'help', 'back'] as const;
export type Shortcut = (typeof SHORTCUTS)[number];

export const KEY_OF: Record<Shortcut, string> = {
  next: 'j',
  previous: 'k',
  certify: 'a',
  refuse: 'r',
  undo: 'u',
  choose: 'x',
  search: '/',
  help: '?',
  back: 'Escape',
};

const OF_KEY = new Map(SHORTCUTS.map((shortcut) => [KEY_OF[shortcut], shortcut]));

/** What goes on while the key is held; a held `a` must not certify a whole queue. */
const REPEATS: ReadonlySet<Shortcut> = new Set(['next', 'previous']);

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean;
  isComposing: boolean;
  defaultPrevented: boolean;
}

/** The shortcut a key stands for here and now; null while somebody types, answers a dialog or means something else. */
export function shortcutOf(press: KeyPress, place: { typing: boolean; dialogOpen: boolean }): Shortcut | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing || press.defaultPrevented) return null;
  if (place.typing || place.dialogOpen) return null;
  // Caps lock and Chinese input methods in half-width mode give capitals.
  const shortcut = OF_KEY.get(press.key.length === 1 ? press.key.toLowerCase() : press.key) ?? null;
  return shortcut !== null && press.repeat && !REPEATS.has(shortcut) ? null : shortcut;
}

const NO_TEXT_INPUTS = 'input[type="checkbox"], input[type="radio"], input[type="button"], input[type="range"]';

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('textarea, select') !== null) return true;
  return target.closest('input') !== null && target.closest(NO_TEXT_INPUTS) === null;
}

const STORAGE_KEY = 'licheng.review.shortcuts';
const [enabled, setEnabled] = createSignal(readStored(STORAGE_KEY) !== 'off');

/** Whether the letters work: a choice of this device, for those whose keys come from speech input. */
export { enabled as shortcutsEnabled };

export function setShortcutsEnabled(on: boolean): void {
  setEnabled(on);
  writeStored(STORAGE_KEY, on ? null : 'off');
}

/** Runs `act` for shortcuts pressed anywhere on the page while the owner lives. It returns whether it took the key. */
export function listenForShortcuts(act: (shortcut: Shortcut) => boolean): void {
  const onKeyDown = (event: KeyboardEvent) => {
    const place = { typing: isTyping(event.target), dialogOpen: document.querySelector('dialog[open]') !== null };
    const shortcut = shortcutOf(event, place);
    // Escape is no letter: it closes what it opened even when the letters are off.
    if (shortcut === null || (!enabled() && shortcut !== 'back')) return;
    if (act(shortcut)) event.preventDefault();
  };
  document.addEventListener('keydown', onKeyDown);
  onCleanup(() => document.removeEventListener('keydown', onKeyDown));
}
