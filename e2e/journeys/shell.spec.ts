import { pdfFile } from '../support/files.ts';
import { DICTIONARIES } from '../support/language.ts';
import { addOutcome, openAddForm, openCase, openOutcomes, rowWith, submitOutcome } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

const subject = '英文(三)';

test('the language changes at once, on the same page, and nothing typed is lost', async ({
  signIn,
  words,
  language,
}) => {
  const other = language === 'en' ? 'zh-Hant' : 'en';
  const student = await signIn('student5');
  const form = await openAddForm(student, subject);
  await form.getByLabel(words.upload.summary).fill('打到一半的簡述');
  await form.getByRole('button', { name: words.upload.close, exact: true }).click();
  let loads = 0;
  student.on('load', () => {
    loads += 1;
  });
  await student.getByRole('button', { name: words.shell.accountMenu }).click();
  await student.getByText(words.language[other], { exact: true }).click();
  await expect(student.getByRole('heading', { level: 1 })).toHaveText(DICTIONARIES[other].course.title);
  await expect(student.locator('html')).toHaveAttribute('lang', other === 'en' ? 'en' : 'zh-Hant-TW');
  expect(loads).toBe(0);
  await student.keyboard.press('Escape');
  await rowWith(student, subject).getByRole('button', { name: DICTIONARIES[other].course.add }).click();
  await expect(student.getByLabel(DICTIONARIES[other].upload.summary)).toHaveValue('打到一半的簡述');
});

test('without the live channel a page still hears of a verdict by itself', async ({ signIn, words }) => {
  const work = pdfFile('沒有即時通知.pdf');
  const student = await signIn('student1');
  await addOutcome(student, subject, { document: work });
  await student.context().route('**/api/v1/events', (route) => route.abort());
  await student.reload();
  await openOutcomes(student, subject);
  await submitOutcome(student, work.name);

  const teacher = await signIn('teacher1');
  await openCase(teacher, '學生1');
  await teacher.getByRole('button', { name: words.certification.certify, exact: true }).click();
  await expect(rowWith(student, work.name)).toContainText(words.outcome.status.certified, { timeout: 40_000 });
});
