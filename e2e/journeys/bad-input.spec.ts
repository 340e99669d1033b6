import { expect, test } from '../support/test.ts';
import { executable, pdfWithEicar } from '@licheng/testing';
import { pdfFile } from '../support/files.ts';
import { addOutcome, dialogWith, fillLogin, fillWork, openAddForm, openOutcomes, rowWith } from '../support/people.ts';

const subject = '英文(三)';

test('a wrong password is answered in words and signs nobody in', async ({ page, school, words }) => {
  await page.goto('/');
  await fillLogin(page, { ...school.account('student2'), password: 'wrong-password' });
  await expect(page.getByText(words.errors.invalid_credentials({}).title)).toBeVisible();
});

test('a page asked for without a session comes back after the login', async ({ page, school, signIn, words }) => {
  const student = await signIn('student2');
  await openOutcomes(student, subject);
  const wanted = student.url();
  await page.goto(wanted);
  await fillLogin(page, school.account('student2'));
  await expect(page.getByRole('heading', { name: words.outcome.title(subject) })).toBeVisible();
  expect(page.url()).toBe(wanted);
});

test('files that cannot be taken are refused with a reason before any byte leaves', async ({ signIn, words }) => {
  const student = await signIn('student2');
  let uploads = 0;
  student.on('request', (request) => {
    if (request.url().includes('/api/v1/uploads')) uploads += 1;
  });
  const form = await openAddForm(student, subject);
  const choose = (name: string, buffer: Buffer) =>
    form.getByLabel(words.slot.document).setInputFiles({ name, mimeType: 'application/pdf', buffer });
  const { refusal } = words.upload;
  await choose('病毒.pdf', executable());
  await expect(form.getByText(refusal.content_does_not_match_name)).toBeVisible();
  await choose('空白.pdf', Buffer.alloc(0));
  await expect(form.getByText(refusal.empty)).toBeVisible();
  await choose('太大.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(4 * 1024 * 1024)]));
  await expect(form.getByText(refusal.too_large)).toBeVisible();
  await choose('報告.docx', Buffer.from('PK'));
  await expect(form.getByText(refusal.type_not_allowed)).toBeVisible();
  expect(uploads).toBe(0);
});

test('a summary of 101 characters is not sent and not lost', async ({ signIn, words }) => {
  const student = await signIn('student2');
  const form = await openAddForm(student, subject);
  await fillWork(form, { document: pdfFile('長簡述.pdf'), summary: '字'.repeat(101) });
  await expect(form.getByText(words.upload.count(101))).toBeVisible();
  await form.getByRole('button', { name: words.upload.add, exact: true }).click();
  await expect(form.getByText(words.errors.summary_too_long({}).title)).toBeVisible();
  await expect(form.getByLabel(words.upload.summary)).toHaveValue('字'.repeat(101));
});

test('a file with a virus is refused in words, can never be opened, and the summary stays', async ({
  signIn,
  words,
}) => {
  const student = await signIn('student2');
  const form = await openAddForm(student, subject);
  const infected = { name: '受感染.pdf', mimeType: 'application/pdf', buffer: pdfWithEicar() };
  await fillWork(form, { document: infected, summary: '這段文字要留著' });
  await form.getByRole('button', { name: words.upload.add, exact: true }).click();
  await expect(student.getByText(words.fileRejection.infected).first()).toBeVisible({ timeout: 60_000 });
  await openOutcomes(student, subject);
  const row = rowWith(student, '這段文字要留著');
  await expect(row).toContainText(words.outcome.rejected);
  await expect(row.getByRole('link', { name: infected.name })).toHaveCount(0);
  await expect(row.getByRole('button', { name: words.outcome.submit })).toHaveCount(0);
});

test('a double click on 送出 is one submission', async ({ signIn, words }) => {
  const student = await signIn('student2');
  const document = pdfFile('雙擊.pdf');
  await addOutcome(student, subject, { document });
  await openOutcomes(student, subject);
  let submissions = 0;
  student.on('request', (request) => {
    if (/\/submissions?$/.test(request.url())) submissions += 1;
  });
  await rowWith(student, document.name).getByRole('button', { name: words.outcome.submit }).click();
  await dialogWith(student, words.outcome.confirmSubmitBody)
    .getByRole('button', { name: words.outcome.confirmSubmit, exact: true })
    .dblclick();
  await expect(rowWith(student, document.name)).toContainText(words.outcome.status.under_certification);
  expect(submissions).toBe(1);
});
