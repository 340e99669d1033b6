import { verifyTexts as verifyEn } from './en/verify.ts';
import type { Widened } from './shape.ts';
import { type Language, language } from './text.ts';
import { verifyTexts } from './zh-hant/verify.ts';

const DICTIONARIES: Record<Language, Widened<typeof verifyTexts>> = { 'zh-Hant': verifyTexts, en: verifyEn };

/** The words of the public page come with it. */
export function verifyText(): Widened<typeof verifyTexts> {
  return DICTIONARIES[language()];
}
