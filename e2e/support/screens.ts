import { expect, type Page } from '@playwright/test';
import type { FurnishedSchool } from './furnish.ts';
import type { Text } from './language.ts';
import { dialogWith, rowWith } from './people.ts';

interface Stage {
  page: Page;
  words: Text;
  school: FurnishedSchool;
}

export interface Screen {
  /** Of its picture, too. */
  name: string;
  /** Who looks at it; null for nobody signed in. */
  who: 'student5' | 'student1' | 'teacher1' | 'admin1' | null;
  path: (school: FurnishedSchool) => string;
  /** Something covers the page: the picture shows the window, not the whole page. */
  window?: true;
  /** What is done on the page before it is looked at. */
  act?: (stage: Stage) => Promise<void>;
}

const subject = '英文(三)';
const outcomes = (school: FurnishedSchool) => `/courses/${school.courseId(subject)}`;
const rowButton = (page: Page, text: string, name: string) => rowWith(page, text).getByRole('button', { name }).first();

/** Every screen and every state of one that looks different. */
export const SCREENS: readonly Screen[] = [
  { name: 'login', who: null, path: () => '/login' },
  {
    name: 'login-refused',
    who: null,
    path: () => '/login',
    act: async ({ page, words }) => {
      await page.getByRole('button', { name: words.login.submit, exact: true }).click();
      await expect(page.getByText(words.login.missing.title)).toBeVisible();
    },
  },
  { name: 'verify', who: null, path: () => '/verify' },
  {
    name: 'offline',
    who: null,
    path: () => '/login',
    act: async ({ page, words }) => {
      await page.route('**/api/v1/**', (route) => route.abort());
      await page.goto('/courses');
      await expect(page.getByRole('heading', { name: words.offline.awayTitle })).toBeVisible();
    },
  },
  { name: 'home', who: 'student5', path: () => '/' },
  { name: 'courses', who: 'student5', path: () => '/courses' },
  { name: 'courses-nothing-found', who: 'student5', path: () => '/courses?search=%E6%B2%92%E6%9C%89' },
  { name: 'add', window: true, who: 'student5', path: (school) => `/courses?add=${school.courseId(subject)}` },
  {
    name: 'add-refused',
    window: true,
    who: 'student5',
    path: (school) => `/courses?add=${school.courseId(subject)}`,
    act: async ({ page, words }) => {
      const form = dialogWith(page, words.upload.title(subject));
      await form.getByLabel(words.slot.document).setInputFiles({
        name: '報告.docx',
        mimeType: 'application/octet-stream',
        buffer: Buffer.from('PK'),
      });
      await expect(form.getByText(words.upload.refusal.type_not_allowed)).toBeVisible();
    },
  },
  { name: 'outcomes', who: 'student5', path: outcomes },
  { name: 'outcomes-empty', who: 'student5', path: (school) => `/courses/${school.courseId('高等微積分')}` },
  {
    name: 'submit-question',
    window: true,
    who: 'student5',
    path: outcomes,
    act: async ({ page, words }) => {
      await rowButton(page, '我的學習成果.pdf', words.outcome.submit).click();
      await expect(dialogWith(page, words.outcome.confirmSubmitBody)).toBeVisible();
    },
  },
  {
    name: 'comment',
    window: true,
    who: 'student5',
    path: outcomes,
    act: async ({ page, words }) => {
      await rowButton(page, '英文海報.jpg', words.outcome.viewComment).click();
      await expect(dialogWith(page, words.outcome.commentTitle)).toBeVisible();
    },
  },
  { name: 'outcome-awaiting', who: 'student5', path: ({ outcomes: ids }) => `/outcomes/${ids.awaiting}` },
  { name: 'outcome-refused', who: 'student5', path: ({ outcomes: ids }) => `/outcomes/${ids.refused}` },
  { name: 'outcome-handed-in', who: 'student5', path: ({ outcomes: ids }) => `/outcomes/${ids.handedIn}` },
  {
    name: 'outcome-edit',
    who: 'student5',
    path: ({ outcomes: ids }) => `/outcomes/${ids.refused}?edit=${ids.refused}`,
  },
  { name: 'receipt', who: 'student5', path: ({ receiptId }) => `/receipts/${receiptId}` },
  { name: 'selection', who: 'student5', path: () => '/selection' },
  { name: 'selection-empty', who: 'student1', path: () => '/selection' },
  { name: 'hand-in-record', who: 'student5', path: () => '/hand-ins' },
  { name: 'hand-in-record-empty', who: 'student1', path: () => '/hand-ins' },
  { name: 'calendar', who: 'student5', path: () => '/calendar' },
  { name: 'notices', who: 'student5', path: () => '/notices' },
  {
    name: 'notice-panel',
    window: true,
    who: 'student5',
    path: () => '/courses',
    act: async ({ page, words }) => {
      await page.getByRole('banner').getByRole('button').first().click();
      await expect(page.getByRole('link', { name: words.notices.all })).toBeVisible();
    },
  },
  {
    name: 'account-menu',
    window: true,
    who: 'student5',
    path: () => '/courses',
    act: async ({ page, words }) => {
      await page.getByRole('button', { name: words.shell.accountMenu }).click();
      await expect(page.getByRole('button', { name: words.shell.signOut })).toBeVisible();
    },
  },
  { name: 'not-found', who: 'student5', path: () => '/nowhere' },
  { name: 'review-queue', who: 'teacher1', path: () => '/certification' },
  { name: 'review-case', who: 'teacher1', path: ({ outcomes: ids }) => `/certification/${ids.waiting}` },
  { name: 'review-decided', who: 'teacher1', path: ({ outcomes: ids }) => `/certification/${ids.certified}` },
  {
    name: 'review-refusal',
    who: 'teacher1',
    path: ({ outcomes: ids }) => `/certification/${ids.waiting}`,
    act: async ({ page, words }) => {
      await page.getByRole('button', { name: words.certification.refuse, exact: true }).click();
      await expect(page.getByRole('radio').first()).toBeVisible();
    },
  },
  {
    name: 'review-nothing-found',
    who: 'teacher1',
    path: () => '/certification?q=%E6%B2%92%E6%9C%89',
  },
  { name: 'deputies', who: 'admin1', path: () => '/deputies' },
  {
    name: 'deputies-appoint',
    who: 'admin1',
    path: () => '/deputies',
    act: async ({ page, words }) => {
      await page.getByRole('button', { name: words.deputies.appoint, exact: true }).click();
      await expect(dialogWith(page, words.deputies.appointTitle)).toBeVisible();
    },
  },
  { name: 'hand-in-desk', who: 'admin1', path: () => '/administration/hand-in' },
  { name: 'hand-in-batches', who: 'admin1', path: () => '/hand-ins' },
  {
    name: 'calendar-edit',
    window: true,
    who: 'admin1',
    path: () => '/calendar',
    act: async ({ page, words }) => {
      await page.getByRole('button', { name: words.calendar.edit }).first().click();
      await expect(page.getByLabel(words.calendar.opensAt)).toBeVisible();
    },
  },
];

/** The page has said what it has to say: nothing is loading, pictures in sight are there, nothing moves. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading').first()).toBeVisible();
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await page.evaluate(async () => {
    const inSight = [...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight);
    await Promise.all(inSight.map((image) => image.decode().catch(() => undefined)));
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
  });
}

export async function openScreen(screen: Screen, stage: Stage): Promise<void> {
  await stage.page.goto(screen.path(stage.school));
  await settled(stage.page);
  await screen.act?.(stage);
  await settled(stage.page);
}
