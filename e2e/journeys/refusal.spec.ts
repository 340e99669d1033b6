import { expect, test } from '../support/test.ts';
import { jpegFile, pdfFile } from '../support/files.ts';
import { addOutcome, dialogWith, openCase, openOutcomes, rowWith, submitOutcome } from '../support/people.ts';

test('a refused outcome shows its comment, is edited and sent again', async ({ signIn, words }) => {
  const subject = '英文寫作指導';
  const picture = await jpegFile('測試用.jpg');
  const student = await signIn('student1');
  await addOutcome(student, subject, { document: picture, summary: 'TEST' });
  await openOutcomes(student, subject);
  await submitOutcome(student, picture.name);

  const teacher = await signIn('teacher1');
  await openCase(teacher, '學生1');
  const refuse = teacher.getByRole('button', { name: words.certification.refuse, exact: true });
  await refuse.click();
  await teacher.getByLabel(words.certification.comment).fill('檔案不是這門課的作業，請換成期末報告。');
  await teacher.getByText(words.certification.reasons.wrong_course, { exact: true }).click();
  await refuse.last().click();

  const row = (text: string) => rowWith(student, text);
  await expect(row(picture.name)).toContainText(words.outcome.status.refused);
  await row(picture.name).getByRole('button', { name: words.outcome.viewComment }).click();
  await expect(dialogWith(student, words.outcome.commentTitle)).toContainText('請換成期末報告');
  await expect(dialogWith(student, words.outcome.commentTitle)).toContainText(words.certification.reasons.wrong_course);
  await student.keyboard.press('Escape');

  const report = pdfFile('期末報告.pdf');
  await row(picture.name).getByRole('button', { name: words.outcome.edit }).click();
  const form = dialogWith(student, subject);
  await form.getByLabel(words.slot.document).setInputFiles(report);
  await form.getByRole('button', { name: words.upload.save }).click();
  const success = dialogWith(student, words.common.success);
  await success.getByRole('button', { name: words.common.ok }).click({ timeout: 60_000 });
  await expect(row(report.name)).toContainText('TEST');
  await submitOutcome(student, report.name);
  const width = await student.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(width).toBeLessThanOrEqual(0);
});
