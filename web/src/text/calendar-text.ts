import { calendarTexts as calendarEn } from './en/calendar.ts';
import type { Widened } from './shape.ts';
import { type Language, language } from './text.ts';
import { calendarTexts } from './zh-hant/calendar.ts';

const DICTIONARIES: Record<Language, Widened<typeof calendarTexts>> = { 'zh-Hant': calendarTexts, en: calendarEn };

/** The words of the calendar come with its page: only administrators change it. */
export function calendarText(): Widened<typeof calendarTexts> {
  return DICTIONARIES[language()];
}
