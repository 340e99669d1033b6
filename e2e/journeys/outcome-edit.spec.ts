import { mp4File, pdfFile } from '../support/files.ts';
import { addOutcome, dialogWith, openOutcomes, rowWith } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

const subject = '英文(三)';

test('one of two files is removed, the other stays; the last one cannot be taken away', async ({ signIn, words }) => {
  const [document, media] = [pdfFile('期末報告.pdf'), await mp4File('口說.mp4')];
  const student = await signIn('student5');
  await addOutcome(student, subject, { document, media, summary: '兩個檔案' });
  await openOutcomes(student, subject);
  const row = rowWith(student, document.name);
  await expect(row).toContainText(media.name);

  await row.getByRole('button', { name: words.outcome.edit }).click();
  const form = dialogWith(student, words.upload.editTitle(subject));
  const remove = form.getByRole('button', { name: words.upload.remove });
  await expect(remove).toHaveCount(2);
  await remove.last().click();
  await expect(form).not.toContainText(media.name);
  await form.getByLabel(words.upload.summary).fill('只留文件');
  await form.getByRole('button', { name: words.upload.save }).click();
  const success = dialogWith(student, words.common.success);
  await success.getByRole('button', { name: words.common.ok }).click({ timeout: 60_000 });
  await expect(row).toContainText('只留文件');
  await expect(row).not.toContainText(media.name);

  await row.getByRole('button', { name: words.outcome.edit }).click();
  await form.getByRole('button', { name: words.upload.remove }).click();
  await form.getByRole('button', { name: words.upload.save }).click();
  await expect(form).toContainText(words.errors.file_required({}).body);
  await form.getByRole('button', { name: words.upload.close, exact: true }).click();
  await expect(row).toContainText(document.name);
});
