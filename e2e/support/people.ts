import { type Browser, type BrowserContextOptions, type Locator, type Page, expect } from '@playwright/test';
import type { Account } from './environment.ts';
import { type Language, speak, wordsOf } from './language.ts';

export interface Visit {
  page: Page;
  signIn: (account: Account) => Promise<Page>;
}

/** A browser profile of its own. */
export async function visit(browser: Browser, language: Language, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext(options);
  await speak(context, language);
  const page = await context.newPage();
  return {
    page,
    async signIn(account) {
      await page.goto('/login');
      await fillLogin(page, account);
      const heading = page.getByRole('main').getByRole('heading', { level: 1 });
      await expect(heading).not.toHaveText(wordsOf(page).login.title);
      return page;
    },
  };
}

export async function fillLogin(page: Page, { login, password }: { login: string; password: string }): Promise<void> {
  const words = wordsOf(page).login;
  await page.getByLabel(words.account, { exact: true }).fill(login);
  await page.getByLabel(words.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: words.submit, exact: true }).click();
}

/** The row (a card on a phone) that holds this text. */
export function rowWith(page: Page, text: string): Locator {
  return page.getByRole('row').filter({ hasText: text });
}

/** The open dialog that holds this text, whether it informs or asks. */
export function dialogWith(page: Page, text: string): Locator {
  return page.getByRole('dialog').or(page.getByRole('alertdialog')).filter({ hasText: text });
}

/** A link of the main navigation, at the left of a desk or at the bottom of a phone. */
export function navigationLink(page: Page, name: string): Locator {
  return page
    .getByRole('navigation', { name: wordsOf(page).shell.mainNavigation })
    .getByRole('link', { name, exact: true });
}

export interface Work {
  document?: { name: string; mimeType: string; buffer: Buffer };
  media?: { name: string; mimeType: string; buffer: Buffer };
  summary?: string;
}

export async function openCourses(page: Page): Promise<void> {
  await page.goto('/courses');
  await expect(page.getByRole('heading', { level: 1, name: wordsOf(page).course.title })).toBeVisible();
}

export async function openAddForm(page: Page, subject: string): Promise<Locator> {
  const words = wordsOf(page);
  await openCourses(page);
  await rowWith(page, subject).getByRole('button', { name: words.course.add }).click();
  const form = dialogWith(page, words.upload.title(subject));
  await expect(form).toBeVisible();
  return form;
}

export async function fillWork(form: Locator, work: Work): Promise<void> {
  const words = wordsOf(form.page());
  if (work.document !== undefined) await form.getByLabel(words.slot.document).setInputFiles(work.document);
  if (work.media !== undefined) await form.getByLabel(words.slot.media).setInputFiles(work.media);
  if (work.summary !== undefined) await form.getByLabel(words.upload.summary).fill(work.summary);
}

/** 新增 through to 「成功」. */
export async function addOutcome(page: Page, subject: string, work: Work): Promise<void> {
  const words = wordsOf(page);
  const form = await openAddForm(page, subject);
  await fillWork(form, work);
  await form.getByRole('button', { name: words.upload.add, exact: true }).click();
  const success = dialogWith(page, words.common.success);
  await expect(success).toBeVisible({ timeout: 60_000 });
  await success.getByRole('button', { name: words.common.ok }).click();
}

export async function openOutcomes(page: Page, subject: string): Promise<void> {
  const words = wordsOf(page);
  await openCourses(page);
  await rowWith(page, subject).getByRole('button', { name: words.course.view }).click();
  await expect(page.getByRole('heading', { name: words.outcome.title(subject) })).toBeVisible();
}

/** 送出認證 → 送出 → OK for the outcome whose row holds the text. */
export async function submitOutcome(page: Page, text: string): Promise<void> {
  const words = wordsOf(page);
  await rowWith(page, text).getByRole('button', { name: words.outcome.submit }).click();
  const confirmation = dialogWith(page, words.outcome.confirmSubmitBody);
  await confirmation.getByRole('button', { name: words.outcome.confirmSubmit, exact: true }).click();
  const success = dialogWith(page, words.outcome.submitted);
  await success.getByRole('button', { name: words.common.ok }).click();
  await expect(rowWith(page, text)).toContainText(words.outcome.status.under_certification);
}

/** 認證作業 with the case of this student chosen. */
export async function openCase(page: Page, studentName: string): Promise<void> {
  const waiting = page
    .getByRole('link', { name: new RegExp(studentName) })
    .or(page.getByRole('button', { name: new RegExp(studentName) }))
    .or(page.getByRole('option', { name: new RegExp(studentName) }));
  await navigationLink(page, wordsOf(page).navigation.certification).click();
  await waiting.first().click();
}
