import type { Locator } from '@playwright/test';
import { executable } from '@licheng/testing';
import { jpegFile, mp4File, pdfFile } from '../support/files.ts';
import { dialogWith, fillWork, openAddForm } from '../support/people.ts';
import { expect, test } from '../support/test.ts';
import { pngPicture, slowNetwork, watchUploads } from '../support/upload.ts';

const subject = '英文(三)';
const LONG = { timeout: 60_000 };
const HEIC = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');

/** Files that arrive by paste or drop, which no picker is part of. */
async function bring(
  form: Locator,
  how: 'paste' | 'drop',
  files: { name: string; mimeType: string; buffer: Buffer }[],
) {
  await form.locator('form').evaluate(
    (target, { how, files }) => {
      const data = new DataTransfer();
      for (const { name, mimeType, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: mimeType }));
      }
      const event =
        how === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
      target.dispatchEvent(event);
    },
    {
      how,
      files: files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') })),
    },
  );
}

test('types and limits stand there before anything is chosen, and a file that cannot be used is told why and what to do', async ({
  signIn,
  words,
}) => {
  const student = await signIn('student2');
  const uploads = watchUploads(student);
  const form = await openAddForm(student, subject);
  await expect(form.getByText(words.slotHint.document)).toBeVisible();
  await expect(form.getByText(words.slotHint.media)).toBeVisible();
  const field = form.getByLabel(words.slot.document);
  const choose = (name: string, buffer: Buffer) => field.setInputFiles({ name, mimeType: '', buffer });

  await choose('假的.pdf', executable());
  await expect(form.getByText(words.upload.refusal.content_does_not_match_name)).toBeVisible();
  await expect(field).toHaveAccessibleDescription(new RegExp(words.upload.refusal.content_does_not_match_name));
  await choose('空白.pdf', Buffer.alloc(0));
  await expect(form.getByText(words.upload.refusal.empty)).toBeVisible();
  await choose('太大.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(4 * 1024 * 1024)]));
  await expect(form.getByText(words.upload.tooLargeFix.pdf)).toBeVisible();
  await choose('報告.docx', Buffer.from('PK'));
  await expect(form.getByText(words.upload.refusal.type_not_allowed)).toBeVisible();
  await choose('IMG_0001.HEIC', HEIC);
  await expect(form.getByText(words.upload.refusal.heic_not_readable)).toBeVisible();
  await form.getByRole('button', { name: words.upload.add, exact: true }).click();
  await expect(form.getByText(words.upload.mustFix.title)).toBeVisible();
  expect(uploads.created()).toBe(0);
});

test('a picture over 4 MB is offered smaller, shown beside the original, and sent only when the student agrees', async ({
  signIn,
  words,
}) => {
  const student = await signIn('student2');
  const uploads = watchUploads(student);
  const form = await openAddForm(student, subject);
  // Off the page's thread: a phone must stay usable meanwhile.
  const worker = student.waitForEvent('worker');
  await fillWork(form, { document: pngPicture('海報.png', 1600, 1100) });
  expect((await worker).url()).toContain('image-worker');
  await expect(form.getByText(words.upload.offer.tooLarge)).toBeVisible(LONG);
  await expect(form.getByText(words.upload.offer.before, { exact: true })).toBeVisible();
  await expect(form.getByText(words.upload.offer.afterSmaller, { exact: true })).toBeVisible();
  await expect(form.getByText(/5\.0 MB.*1600×1100/)).toBeVisible();
  await expect(form.locator('img')).toHaveCount(2);
  for (const picture of await form.locator('img').all()) {
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1600);
  }
  expect(uploads.created()).toBe(0);
  await form.getByRole('button', { name: words.upload.offer.useSmaller }).click();
  await expect(form.getByText('海報.jpg')).toBeVisible();
  await expect(form.getByText(words.upload.phase.received)).toBeVisible();
  await form.getByRole('button', { name: words.upload.add, exact: true }).click();
  await expect(dialogWith(student, words.upload.successTitle)).toBeVisible(LONG);
});

test('a picture pasted from the clipboard goes into its field; text stays text', async ({ signIn, words }) => {
  const student = await signIn('student2');
  const form = await openAddForm(student, subject);
  const picture = await jpegFile('image.jpg');
  await bring(form, 'paste', [picture]);
  await expect(form.getByText(words.upload.phase.received)).toBeVisible();
  await expect(form.getByText(new RegExp(words.upload.pastedName(String.raw`\d{8}-\d{4}`, 'jpg')))).toBeVisible();
  await bring(form, 'paste', [{ name: '報告.docx', mimeType: 'application/msword', buffer: Buffer.from('PK') }]);
  await expect(form.getByText(words.upload.cannotPlace)).toBeVisible();
});

test('files dropped together find their fields; one in the wrong field is offered the other', async ({
  signIn,
  words,
}) => {
  const student = await signIn('student2');
  const form = await openAddForm(student, subject);
  const media = await mp4File('一起拖.mp4');
  await bring(form, 'drop', [media, pdfFile('一起拖.pdf')]);
  await expect(form.getByText(words.upload.phase.received)).toHaveCount(2);
  await form.getByRole('button', { name: words.upload.remove }).last().click();
  await form.getByRole('button', { name: words.upload.remove }).first().click();
  await fillWork(form, { document: media });
  await expect(form.getByText(words.upload.offer.otherSlot(words.slot.media))).toBeVisible();
  await form.getByRole('button', { name: words.upload.offer.move(words.slot.media) }).click();
  await expect(form.getByText(words.upload.phase.received)).toBeVisible();
});

test('a good file under a wrong name is offered the right one', async ({ signIn, words }) => {
  const student = await signIn('student2');
  const form = await openAddForm(student, subject);
  const picture = await jpegFile('掃描.png');
  await fillWork(form, { document: picture });
  await expect(form.getByText(words.upload.offer.misnamed('掃描.jpg'))).toBeVisible();
  await form.getByRole('button', { name: words.upload.offer.rename }).click();
  await expect(form.getByText('掃描.jpg')).toBeVisible();
  await expect(form.getByText(words.upload.phase.received)).toBeVisible();
});

test('an upload shows how fast it goes, pauses, goes on and is cancelled', async ({ signIn, words }) => {
  const student = await signIn('student2');
  const form = await openAddForm(student, subject);
  const network = await slowNetwork(student, 150_000);
  await fillWork(form, { document: pdfFile('慢慢傳.pdf', 3_500_000), summary: '不會不見' });
  await expect(form.getByText(/\/(秒|s)/)).toBeVisible();
  await form.getByRole('button', { name: words.upload.pause, exact: true }).click();
  await expect(form.getByText(words.upload.phase.paused)).toBeVisible();
  // Paused stays paused over a reload; nothing goes on that the student has stopped.
  await student.reload();
  const again = dialogWith(student, words.upload.title(subject));
  await expect(again.getByText(words.upload.phase.paused)).toBeVisible();
  await again.getByRole('button', { name: words.upload.resume, exact: true }).click();
  await expect(again.getByText(words.upload.phase.uploading, { exact: true })).toBeVisible();
  await again.getByRole('button', { name: words.upload.cancel }).click();
  await expect(again.getByText('慢慢傳.pdf')).toHaveCount(0);
  await expect(again.getByLabel(words.slot.document)).toBeFocused();
  await expect(again.getByLabel(words.upload.summary)).toHaveValue('不會不見');
  await network.fullSpeed();
  await fillWork(again, { document: pdfFile('換一個.pdf') });
  await again.getByRole('button', { name: words.upload.add, exact: true }).click();
  await expect(dialogWith(student, words.upload.successTitle)).toBeVisible(LONG);
});

test('新增 pressed while a file goes up can be taken back, and then adds nothing', async ({ signIn, words }) => {
  const student = await signIn('student2');
  const form = await openAddForm(student, subject);
  const network = await slowNetwork(student);
  await fillWork(form, { document: pdfFile('反悔.pdf', 1_500_000) });
  await form.getByRole('button', { name: words.upload.add, exact: true }).click();
  await expect(form.getByText(words.upload.willAdd)).toBeVisible();
  await form.getByRole('button', { name: words.upload.takeBack }).click();
  await network.fullSpeed();
  await expect(form.getByText(words.upload.phase.received)).toBeVisible(LONG);
  await expect(form.getByRole('button', { name: words.upload.add, exact: true })).toBeEnabled();
  await expect(dialogWith(student, words.upload.successTitle)).toHaveCount(0);
});

test('the fields are buttons: the keyboard opens the picker, and a phone has a camera button', async ({
  signIn,
  words,
  isPhone,
}) => {
  const student = await signIn('student2');
  const form = await openAddForm(student, subject);
  const field = form.getByLabel(words.slot.document);
  // Waited for before the focus moves: the browser has heard of it by the time the key is pressed.
  const picker = student.waitForEvent('filechooser');
  await field.focus();
  await expect(field).toBeFocused();
  await student.keyboard.press('Enter');
  await (await picker).setFiles(pdfFile('鍵盤.pdf'));
  await expect(form.getByText(words.upload.phase.received)).toBeVisible();
  await form.getByRole('button', { name: words.upload.remove }).click();
  const camera = form.getByRole('button', { name: words.upload.takePhoto });
  if (!isPhone) {
    await expect(camera).toBeHidden();
    return;
  }
  const viewfinder = student.waitForEvent('filechooser');
  await camera.click();
  await (await viewfinder).setFiles(await jpegFile('image.jpg'));
  await expect(form.getByText(words.upload.phase.received)).toBeVisible();
  await expect(form.getByText(new RegExp(words.upload.photoName(String.raw`\d{8}-\d{4}`)))).toBeVisible();
});
