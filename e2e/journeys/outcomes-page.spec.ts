import { expect, test } from '../support/test.ts';
import type { Page } from '@playwright/test';
import { pdf } from '@licheng/testing';
import { jpegFile, mp4File, pdfFile } from '../support/files.ts';
import { addOutcome, dialogWith, openOutcomes, rowWith } from '../support/people.ts';

const subject = '英文(三)';

const threePages = (name: string) => ({ name, mimeType: 'application/pdf', buffer: pdf({ pages: 3 }) });

async function noSidewaysScrolling(page: Page): Promise<void> {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(excess).toBeLessThanOrEqual(0);
}

test('a deleted outcome is taken back with one click, and stays away when it is not', async ({ signIn, words }) => {
  const picture = await jpegFile('海報.jpg');
  const student = await signIn('student5');
  await addOutcome(student, subject, { document: picture, summary: '海報的簡述' });
  await openOutcomes(student, subject);
  const row = rowWith(student, picture.name);

  const erase = async () => {
    await row.getByRole('button', { name: words.outcome.delete, exact: true }).click();
    const question = dialogWith(student, words.outcome.confirmDeleteTitle);
    await question.getByRole('button', { name: words.outcome.confirmDelete, exact: true }).click();
    await expect(row).toHaveCount(0);
  };
  await erase();
  const undo = student.getByRole('button', { name: words.outcome.undo, exact: true });
  await expect(undo).not.toBeFocused();
  await undo.click();
  await expect(row).toContainText('海報的簡述');
  await expect(student.getByText(words.outcome.restored(picture.name)).first()).toBeVisible();

  await erase();
  await expect(undo).toBeVisible();
  await expect(undo).toHaveCount(0);
  await student.reload();
  await expect(student.getByRole('heading', { name: words.outcome.emptyTitle })).toBeVisible();
});

test('every version stays readable page by page, and the timeline says who did what', async ({ signIn, words }) => {
  const draft = threePages('草稿.pdf');
  const report = pdfFile('定稿.pdf');
  const student = await signIn('student5');
  await addOutcome(student, subject, { document: draft, summary: '第一版的簡述' });
  await openOutcomes(student, subject);

  await rowWith(student, draft.name)
    .getByRole('button', { name: words.outcome.preview(draft.name) })
    .click();
  const preview = dialogWith(student, draft.name);
  await expect(preview.getByRole('img', { name: words.preview.page(1, 3) })).toBeVisible();
  await preview.getByRole('button', { name: words.preview.nextPage }).click();
  await expect(preview.getByText(words.preview.pageShort(2, 3))).toBeVisible();
  await preview.getByRole('button', { name: words.preview.zoomIn }).click();
  await expect(preview.getByText(words.preview.percent(150))).toBeVisible();
  await student.keyboard.press('Escape');

  await rowWith(student, draft.name).getByRole('button', { name: words.outcome.edit, exact: true }).click();
  const form = dialogWith(student, words.upload.editTitle(subject));
  await form.getByLabel(words.slot.document).setInputFiles(report);
  await form.getByLabel(words.upload.summary).fill('第二版的簡述');
  await form.getByRole('button', { name: words.upload.save }).click();
  await dialogWith(student, words.common.success)
    .getByRole('button', { name: words.common.ok })
    .click({ timeout: 60_000 });

  await rowWith(student, report.name).getByRole('link', { name: words.outcome.details }).click();
  await expect(student.getByRole('heading', { level: 1, name: report.name })).toBeVisible();
  await expect(student.getByText('第二版的簡述')).toBeVisible();
  const versions = student.getByRole('listitem').filter({ hasText: words.outcome.version(1) });
  await versions.getByRole('link', { name: words.outcome.versionView }).click();
  await expect(student.getByText(words.outcome.versionOf(1))).toBeVisible();
  await expect(student.getByText('第一版的簡述')).toBeVisible();
  await expect(student.getByRole('img', { name: words.preview.page(1, 3) })).toBeVisible();
  // The address leads to the same version again.
  await student.reload();
  await expect(student.getByText(words.outcome.versionOf(1))).toBeVisible();
  await student.getByRole('link', { name: words.outcome.versionBack }).click();
  await expect(student.getByText('第二版的簡述')).toBeVisible();

  const timeline = student.locator('section', { has: student.getByRole('heading', { name: words.outcome.timeline }) });
  await expect(timeline.getByRole('listitem').first()).toContainText(words.outcome.fact.edited);
  await expect(timeline.getByRole('listitem').last()).toContainText(words.outcome.fact.added);
  await expect(timeline.getByRole('listitem').last()).toContainText('學生5');
  await noSidewaysScrolling(student);
});

test('a picture is zoomed and a film is sought where they stand', async ({ signIn, words }) => {
  const picture = await jpegFile('實驗照片.jpg');
  const film = await mp4File('朗讀.mp4');
  const student = await signIn('student5');
  await addOutcome(student, subject, { document: picture, media: film });
  await openOutcomes(student, subject);
  await rowWith(student, picture.name).getByRole('link', { name: words.outcome.details }).click();

  const frame = student.getByRole('region', { name: words.preview.pictureOf(picture.name) });
  const image = frame.getByRole('img', { name: picture.name });
  await expect(image).toBeVisible();
  await frame.focus();
  await student.keyboard.press('+');
  await student.keyboard.press('+');
  await expect(student.getByText(words.preview.percent(200))).toBeVisible();
  await student.keyboard.press('0');
  await expect(student.getByText(words.preview.percent(100))).toBeVisible();

  const player = student.locator('video');
  await expect.poll(() => player.evaluate((video: HTMLVideoElement) => video.readyState)).toBeGreaterThan(0);
  const reached = await player.evaluate(
    (video: HTMLVideoElement) =>
      new Promise<number>((resolve) => {
        video.addEventListener('seeked', () => resolve(video.currentTime), { once: true });
        video.currentTime = 1;
      }),
  );
  expect(reached).toBeCloseTo(1, 1);
});

test('several outcomes are submitted at once, and what is no longer possible is said in words', async ({
  signIn,
  words,
}) => {
  const names = ['一.pdf', '二.pdf', '三.pdf'];
  const student = await signIn('student5');
  for (const name of names) await addOutcome(student, subject, { document: pdfFile(name) });
  await openOutcomes(student, subject);
  await student.getByRole('checkbox', { name: words.outcome.chooseAll }).check();
  await student.getByRole('checkbox', { name: words.outcome.chooseOne('三.pdf') }).uncheck();
  await student.getByRole('button', { name: words.outcome.submitMany(2) }).click();
  const question = dialogWith(student, words.outcome.confirmSubmitBody);
  await expect(question).toContainText('一.pdf');
  await expect(question).not.toContainText('三.pdf');
  await question.getByRole('button', { name: words.outcome.confirmSubmit, exact: true }).click();
  const result = dialogWith(student, words.outcome.submittedMany(2));
  await expect(result.getByRole('link', { name: words.outcome.viewReceipt })).toHaveCount(2);
  await result.getByRole('button', { name: words.common.ok }).click();

  for (const name of ['一.pdf', '二.pdf']) {
    const row = rowWith(student, name);
    await expect(row).toContainText(words.outcome.status.under_certification);
    await expect(row).toContainText(words.outcome.locked.under_certification);
    for (const gone of [words.outcome.edit, words.outcome.delete, words.outcome.submit]) {
      await expect(row.getByRole('button', { name: gone, exact: true })).toHaveCount(0);
    }
  }
  await expect(rowWith(student, '三.pdf')).toContainText(words.outcome.status.awaiting_submission);
  await noSidewaysScrolling(student);
});

test('of a batch, what has changed meanwhile is refused by itself and says why', async ({ signIn, words }) => {
  const student = await signIn('student5');
  for (const name of ['先送.pdf', '同送.pdf']) await addOutcome(student, subject, { document: pdfFile(name) });
  await openOutcomes(student, subject);
  await student.getByRole('checkbox', { name: words.outcome.chooseAll }).check();
  await student.getByRole('button', { name: words.outcome.submitMany(2) }).click();
  const question = dialogWith(student, words.outcome.confirmSubmitBody);
  await expect(question).toBeVisible();

  // Another window of the same student edits one of them while the question stands.
  const other = await signIn('student5');
  await openOutcomes(other, subject);
  await rowWith(other, '先送.pdf').getByRole('button', { name: words.outcome.edit, exact: true }).click();
  const form = dialogWith(other, words.upload.editTitle(subject));
  await form.getByLabel(words.upload.summary).fill('改過了');
  await form.getByRole('button', { name: words.upload.save }).click();
  await dialogWith(other, words.common.success).getByRole('button', { name: words.common.ok }).click();

  await question.getByRole('button', { name: words.outcome.confirmSubmit, exact: true }).click();
  const result = dialogWith(student, words.outcome.notSubmittedTitle);
  await expect(result.getByRole('listitem').filter({ hasText: '先送.pdf' })).toContainText(
    words.errors.version_conflict({}).title,
  );
  await expect(result.getByRole('listitem').filter({ hasText: '同送.pdf' })).toContainText(words.outcome.submitted);
  await result.getByRole('button', { name: words.common.ok }).click();
  await expect(rowWith(student, '同送.pdf')).toContainText(words.outcome.status.under_certification);
  await expect(rowWith(student, '先送.pdf')).toContainText(words.outcome.status.awaiting_submission);
});
