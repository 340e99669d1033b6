import { certificationTexts as certificationEn } from './en/certification.ts';
import { deputiesTexts as deputiesEn } from './en/deputies.ts';
import type { Widened } from './shape.ts';
import { type Language, language } from './text.ts';
import { certificationTexts } from './zh-hant/certification.ts';
import { deputiesTexts } from './zh-hant/deputies.ts';

const zhHant = { ...certificationTexts, ...deputiesTexts } as const;
const en: Widened<typeof zhHant> = { ...certificationEn, ...deputiesEn };
const DICTIONARIES: Record<Language, Widened<typeof zhHant>> = { 'zh-Hant': zhHant, en };

/** The words of the certifier's pages come with those pages: a student never loads them. */
export function reviewText(): Widened<typeof zhHant> {
  return DICTIONARIES[language()];
}
