import { type Browser, type BrowserContextOptions, type Locator, type Page, expect } from '@playwright/test';
import { account } from './environment.ts';

export const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 760 }, hasTouch: true, isMobile: true };

/** A person with a browser profile of their own, signed in through the login page. */
export async function signIn(browser: Browser, login: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto('/');
  await fillLogin(page, login, account(login).password);
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).not.toHaveText('登入');
  return page;
}

export async function fillLogin(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('帳號', { exact: true }).fill(login);
  await page.getByLabel('密碼', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登入', exact: true }).click();
}

/** The row (a card on a phone) that holds this text. */
export function rowWith(page: Page, text: string): Locator {
  return page.getByRole('row').filter({ hasText: text });
}

/** The open dialog that holds this text, whether it informs or asks. */
export function dialogWith(page: Page, text: string): Locator {
  return page.getByRole('dialog').or(page.getByRole('alertdialog')).filter({ hasText: text });
}

export interface Work {
  document?: { name: string; mimeType: string; buffer: Buffer };
  media?: { name: string; mimeType: string; buffer: Buffer };
  summary?: string;
}

export async function openAddForm(page: Page, subject: string): Promise<Locator> {
  await page.goto('/');
  await rowWith(page, subject).getByRole('button', { name: '新增課程學習成果' }).click();
  const form = dialogWith(page, `${subject} - 上傳課程學習成果`);
  await expect(form).toBeVisible();
  return form;
}

export async function fillWork(form: Locator, work: Work): Promise<void> {
  if (work.document !== undefined) await form.getByLabel('課程成果檔案').setInputFiles(work.document);
  if (work.media !== undefined) await form.getByLabel('影音檔案').setInputFiles(work.media);
  if (work.summary !== undefined) await form.getByLabel('課程學習成果簡述').fill(work.summary);
}

/** 新增 through to 「成功」. */
export async function addOutcome(page: Page, subject: string, work: Work): Promise<void> {
  const form = await openAddForm(page, subject);
  await fillWork(form, work);
  await form.getByRole('button', { name: '新增', exact: true }).click();
  const success = dialogWith(page, '成功');
  await expect(success).toBeVisible({ timeout: 60_000 });
  await success.getByRole('button', { name: 'OK' }).click();
}

export async function openOutcomes(page: Page, subject: string): Promise<void> {
  await page.goto('/');
  await rowWith(page, subject).getByRole('button', { name: '檢視課程學習成果' }).click();
  await expect(page.getByRole('heading', { name: `${subject} - 課程學習成果列表` })).toBeVisible();
}

/** 送出認證 → 送出 → OK for the outcome whose row holds the text. */
export async function submitOutcome(page: Page, text: string): Promise<void> {
  await rowWith(page, text).getByRole('button', { name: '送出認證' }).click();
  const confirmation = dialogWith(page, '送出認證後即無法編輯及刪除！您確定要送出認證？');
  await confirmation.getByRole('button', { name: '送出', exact: true }).click();
  const success = dialogWith(page, '已送出');
  await success.getByRole('button', { name: 'OK' }).click();
  await expect(rowWith(page, text)).toContainText('認證中');
}
