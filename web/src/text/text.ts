import { createSignal } from 'solid-js';
import { readStored, writeStored } from '../lib/storage.ts';
import type { Text } from './shape.ts';
import { zhHant } from './zh-hant/index.ts';

export const LANGUAGES = ['zh-Hant', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const STORAGE_KEY = 'licheng.language';
const HTML_LANG: Record<Language, string> = { 'zh-Hant': 'zh-Hant-TW', en: 'en' };

const [current, setCurrent] = createSignal<{ language: Language; text: Text }>({ language: 'zh-Hant', text: zhHant });

/** The dictionary in use; read inside JSX it follows the switch. */
export function text(): Text {
  return current().text;
}

export function language(): Language {
  return current().language;
}

/** Traditional Chinese is in the first load, English comes when it is asked for. */
export async function setLanguage(language: Language): Promise<void> {
  const dictionary = language === 'zh-Hant' ? zhHant : (await import('./en/index.ts')).en;
  setCurrent({ language, text: dictionary });
  document.documentElement.lang = HTML_LANG[language];
  writeStored(STORAGE_KEY, language);
}

export async function restoreLanguage(): Promise<void> {
  if (readStored(STORAGE_KEY) === 'en') await setLanguage('en');
}
