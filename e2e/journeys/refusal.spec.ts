import { expect, test } from '../support/test.ts';
import { jpegFile, pdfFile } from '../support/files.ts';
import { PHONE, addOutcome, dialogWith, openOutcomes, rowWith, signIn, submitOutcome } from '../support/people.ts';

test('on a phone, a refused outcome shows its comment, is edited and sent again', async ({ browser }) => {
  const subject = '英文寫作指導';
  const picture = await jpegFile('測試用.jpg');
  const student = await signIn(browser, 'student1', PHONE);
  await addOutcome(student, subject, { document: picture, summary: 'TEST' });
  await openOutcomes(student, subject);
  await submitOutcome(student, picture.name);

  const teacher = await signIn(browser, 'teacher1');
  await teacher.getByRole('link', { name: '認證作業' }).first().click();
  await teacher
    .getByRole('link', { name: /學生1/ })
    .or(teacher.getByRole('button', { name: /學生1/ }))
    .first()
    .click();
  await teacher.getByRole('button', { name: '認證不通過', exact: true }).click();
  await expect(teacher.getByText('請填寫認證意見')).toBeVisible();
  await teacher.getByLabel('認證意見').fill('檔案不是這門課的作業，請換成期末報告。');
  await teacher.getByRole('button', { name: '認證不通過', exact: true }).click();

  await expect(rowWith(student, picture.name)).toContainText('認證不通過');
  await rowWith(student, picture.name).getByRole('button', { name: '檢視意見' }).click();
  const comment = dialogWith(student, '認證意見');
  await expect(comment).toContainText('請換成期末報告');
  await student.keyboard.press('Escape');

  const report = pdfFile('期末報告.pdf');
  await rowWith(student, picture.name).getByRole('button', { name: '編輯' }).click();
  const form = dialogWith(student, subject);
  await form.getByLabel('課程成果檔案').setInputFiles(report);
  await form.getByRole('button', { name: '儲存' }).click();
  const success = dialogWith(student, '成功');
  await success.getByRole('button', { name: 'OK' }).click({ timeout: 60_000 });
  await expect(rowWith(student, report.name)).toContainText('TEST');
  await submitOutcome(student, report.name);
  expect(await student.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
