import { createSignal } from 'solid-js';
import { readStored, writeStored } from '../lib/storage.ts';
import type { Text } from './shape.ts';

export const LANGUAGES = ['zh-Hant', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const STORAGE_KEY = 'licheng.language';
const HTML_LANG: Record<Language, string> = { 'zh-Hant': 'zh-Hant-TW', en: 'en' };

/** Each comes by itself: nobody loads a language they do not read. */
const DICTIONARIES: Record<Language, () => Promise<Text>> = {
  'zh-Hant': async () => (await import('./zh-hant/index.ts')).zhHant,
  en: async () => (await import('./en/index.ts')).en,
};

const [current, setCurrent] = createSignal<{ language: Language; text: Text } | null>(null);

/** The dictionary in use; read inside JSX it follows the switch. */
export function text(): Text {
  const loaded = current();
  if (loaded === null) throw new Error('no dictionary is loaded yet');
  return loaded.text;
}

export function language(): Language {
  return current()?.language ?? 'zh-Hant';
}

async function load(language: Language): Promise<void> {
  setCurrent({ language, text: await DICTIONARIES[language]() });
  if (typeof document !== 'undefined') document.documentElement.lang = HTML_LANG[language];
}

export async function setLanguage(language: Language): Promise<void> {
  await load(language);
  writeStored(STORAGE_KEY, language);
}

/** The language of the last visit, or Chinese; must be done before anything is shown. */
export async function restoreLanguage(): Promise<void> {
  const stored = readStored(STORAGE_KEY);
  const [wanted, other]: [Language, Language] = stored === 'en' ? ['en', 'zh-Hant'] : ['zh-Hant', 'en'];
  // A dictionary that cannot be fetched must not keep the app away.
  await load(wanted).catch(() => load(other));
}
