import { createSignal } from 'solid-js';
import { readStored, writeStored } from '../lib/storage.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORAGE_KEY = 'licheng.theme';

const [theme, setThemeSignal] = createSignal<Theme>('system');
export { theme };

export function setTheme(chosen: Theme): void {
  setThemeSignal(chosen);
  if (chosen === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', chosen);
  writeStored(STORAGE_KEY, chosen === 'system' ? null : chosen);
}

export function restoreTheme(): void {
  const stored = readStored(STORAGE_KEY);
  if (stored === 'light' || stored === 'dark') setTheme(stored);
}
