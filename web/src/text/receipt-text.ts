import { receiptTexts as receiptEn } from './en/receipt.ts';
import type { Widened } from './shape.ts';
import { type Language, language } from './text.ts';
import { receiptTexts } from './zh-hant/receipt.ts';

const DICTIONARIES: Record<Language, Widened<typeof receiptTexts>> = { 'zh-Hant': receiptTexts, en: receiptEn };

/** The words of receipts come with their pages: most visits never need them. */
export function receiptText(): Widened<typeof receiptTexts> {
  return DICTIONARIES[language()];
}
