import type { BrowserContext, Page } from '@playwright/test';
import type { Text as StudentText, Widened } from '../../web/src/text/shape.ts';
import { calendarTexts as calendarEn } from '../../web/src/text/en/calendar.ts';
import { certificationTexts as certificationEn } from '../../web/src/text/en/certification.ts';
import { deputiesTexts as deputiesEn } from '../../web/src/text/en/deputies.ts';
import { en } from '../../web/src/text/en/index.ts';
import { receiptTexts as receiptEn } from '../../web/src/text/en/receipt.ts';
import { verifyTexts as verifyEn } from '../../web/src/text/en/verify.ts';
import { calendarTexts } from '../../web/src/text/zh-hant/calendar.ts';
import { certificationTexts } from '../../web/src/text/zh-hant/certification.ts';
import { deputiesTexts } from '../../web/src/text/zh-hant/deputies.ts';
import { zhHant } from '../../web/src/text/zh-hant/index.ts';
import { receiptTexts } from '../../web/src/text/zh-hant/receipt.ts';
import { verifyTexts } from '../../web/src/text/zh-hant/verify.ts';

export type Language = 'zh-Hant' | 'en';

/** The interface's own dictionaries: a journey clicks what a person reads, in either language. */
export type Text = StudentText &
  Widened<
    typeof calendarTexts & typeof certificationTexts & typeof deputiesTexts & typeof receiptTexts & typeof verifyTexts
  >;
export const DICTIONARIES: Record<Language, Text> = {
  'zh-Hant': { ...zhHant, ...calendarTexts, ...certificationTexts, ...deputiesTexts, ...receiptTexts, ...verifyTexts },
  en: { ...en, ...calendarEn, ...certificationEn, ...deputiesEn, ...receiptEn, ...verifyEn },
};

const languages = new WeakMap<BrowserContext, Language>();

/** Pages opened in this context from now on speak the language, unless the person has switched. */
export async function speak(context: BrowserContext, language: Language): Promise<void> {
  languages.set(context, language);
  await context.addInitScript((chosen) => {
    if (localStorage.getItem('licheng.language') === null) localStorage.setItem('licheng.language', chosen);
  }, language);
}

export function wordsOf(page: Page): Text {
  return DICTIONARIES[languages.get(page.context()) ?? 'zh-Hant'];
}
