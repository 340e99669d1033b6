import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';
import type { Account } from '../support/environment.ts';
import { pdfFile } from '../support/files.ts';
import { chooseFile, pressOn, tabTo, typeInto } from '../support/keyboard.ts';
import { wordsOf } from '../support/language.ts';
import { addOutcome, dialogWith, navigationLink, openOutcomes, rowWith, submitOutcome } from '../support/people.ts';

const subject = '英文(三)';

/** No pointer is ever used in this file; the focus must be drawn wherever it goes. */
async function signInByKeyboard(page: Page, { login, password }: Account): Promise<void> {
  const words = wordsOf(page).login;
  await page.goto('/');
  await typeInto(page, page.getByLabel(words.account, { exact: true }), login);
  await typeInto(page, page.getByLabel(words.password, { exact: true }), password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation')).toBeVisible();
}

test('by keyboard alone: sign in, skip to the content, add and submit an outcome', async ({ page, school, words }) => {
  await signInByKeyboard(page, school.account('student5'));
  await page.goto('/courses');
  await expect(rowWith(page, subject)).toBeVisible();

  await pressOn(page, page.getByRole('link', { name: words.shell.skipToContent }));
  await expect(page.getByRole('main')).toBeFocused();
  const add = rowWith(page, subject).getByRole('button', { name: words.course.add });
  await pressOn(page, add);
  const form = dialogWith(page, words.upload.title(subject));
  await expect(form).toBeVisible();
  const document = pdfFile('鍵盤.pdf');
  await chooseFile(page, form.getByLabel(words.slot.document), document);
  await typeInto(page, form.getByLabel(words.upload.summary), 'keyboard only');
  await pressOn(page, form.getByRole('button', { name: words.upload.add, exact: true }));
  const success = dialogWith(page, words.common.success);
  await expect(success).toBeVisible({ timeout: 60_000 });
  await pressOn(page, success.getByRole('button', { name: words.common.ok }));
  await expect(success).toHaveCount(0);
  await expect(add, 'the focus goes back to what opened the form').toBeFocused();

  await pressOn(page, rowWith(page, subject).getByRole('button', { name: words.course.view }));
  await expect(page.getByRole('heading', { name: words.outcome.title(subject) })).toBeVisible();
  const submit = rowWith(page, document.name).getByRole('button', { name: words.outcome.submit });
  await pressOn(page, submit);
  const question = dialogWith(page, words.outcome.confirmSubmitBody);
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(submit, 'Escape closes the question and the focus goes back').toBeFocused();
  await page.keyboard.press('Enter');
  await pressOn(page, question.getByRole('button', { name: words.outcome.confirmSubmit, exact: true }));
  await pressOn(page, dialogWith(page, words.outcome.submitted).getByRole('button', { name: words.common.ok }));
  await expect(rowWith(page, document.name)).toContainText(words.outcome.status.under_certification);
});

test('by keyboard alone: a teacher refuses one and certifies another, the student selects it', async ({
  page,
  school,
  signIn,
  words,
}) => {
  const student = await signIn('student5');
  for (const name of ['第一份.pdf', '第二份.pdf']) {
    await addOutcome(student, subject, { document: pdfFile(name) });
    await openOutcomes(student, subject);
    await submitOutcome(student, name);
  }
  await signInByKeyboard(page, school.account('teacher1'));
  await pressOn(page, navigationLink(page, words.navigation.certification));
  const queue = page.getByRole('link', { name: /學生5/ }).or(page.getByRole('option', { name: /學生5/ }));
  await expect(queue).toHaveCount(2);
  await pressOn(page, queue.first());

  const refuse = page.getByRole('button', { name: words.certification.refuse, exact: true });
  await pressOn(page, refuse.first());
  const reason = page.getByRole('radio', { name: words.certification.reasons.wrong_course });
  await tabTo(page, page.getByRole('radio').first());
  await page.keyboard.press('ArrowDown');
  await expect(reason).toBeChecked();
  await typeInto(page, page.getByLabel(words.certification.comment), 'wrong course');
  await pressOn(page, refuse.last());
  await expect(rowWith(student, words.outcome.status.refused)).toHaveCount(1);

  const certify = page.getByRole('button', { name: words.certification.certify, exact: true });
  if ((await certify.count()) === 0) await pressOn(page, queue.first());
  await pressOn(page, certify);
  await expect(rowWith(student, words.outcome.status.certified)).toHaveCount(1);

  await pressOn(student, navigationLink(student, words.navigation.selection));
  await expect(student.getByRole('heading', { name: words.selection.title })).toBeVisible();
  await pressOn(student, student.getByRole('button', { name: new RegExp(`^${words.selection.select}`) }).first());
  await expect(student.getByText('1 / 6')).toBeVisible();
});
