import { createSignal } from 'solid-js';
import { readStored, writeStored } from '../lib/storage.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORAGE_KEY = 'licheng.theme';
/** `--sheet` of each theme, as in tokens.css. */
const BAR_COLOURS = { light: '#fffefb', dark: '#1c1f23' } as const;

const [theme, setThemeSignal] = createSignal<Theme>('system');
export { theme };

export function setTheme(chosen: Theme): void {
  setThemeSignal(chosen);
  if (chosen === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', chosen);
  colourBrowserBar(chosen);
  writeStored(STORAGE_KEY, chosen === 'system' ? null : chosen);
}

export function restoreTheme(): void {
  const stored = readStored(STORAGE_KEY);
  if (stored === 'light' || stored === 'dark') setTheme(stored);
}

/** The browser's own bar above an installed app follows the choice, too: each meta element speaks for one system theme. */
function colourBrowserBar(chosen: Theme): void {
  const bars = [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')];
  const ofSystem = (bar: HTMLMetaElement) => (bar.media.includes('dark') ? 'dark' : 'light');
  for (const bar of bars) bar.content = BAR_COLOURS[chosen === 'system' ? ofSystem(bar) : chosen];
}
