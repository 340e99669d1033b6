import { expect, test } from '../support/test.ts';
import { pdfFile } from '../support/files.ts';
import { addOutcome, dialogWith, navigationLink, openOutcomes, rowWith } from '../support/people.ts';

test('a window the administrator closes refuses the write at the server with the reason', async ({ signIn, words }) => {
  const subject = '英文(三)';
  const student = await signIn('student1');
  const document = pdfFile('潮間帶調查.pdf');
  await addOutcome(student, subject, { document });
  await openOutcomes(student, subject);
  const submit = rowWith(student, document.name).getByRole('button', { name: words.outcome.submit });
  await expect(submit).toBeVisible();
  // The page stays as it was: the refusal must come from the server.
  await student.route('**/api/v1/events', (route) => route.abort());
  await submit.click();
  const confirmation = dialogWith(student, words.outcome.confirmSubmitBody);
  await expect(confirmation).toBeVisible();

  const administrator = await signIn('admin1');
  await navigationLink(administrator, words.navigation.calendar).click();
  const year = administrator.getByRole('table', { name: words.common.academicYear(110) });
  const row = year.getByRole('row').filter({ hasText: words.window.operation.submit });
  await row.getByRole('button', { name: words.calendar.edit }).click();
  await administrator.getByLabel(words.calendar.closesAt).fill('2026-01-02T03:04');
  await administrator.getByLabel(words.calendar.opensAt).fill('2026-01-01T00:00');
  await administrator.getByRole('button', { name: words.calendar.save }).click();
  await expect(row).toContainText(words.window.closed);

  await expect(async () => {
    const list = await student.request.get('/api/v1/courses');
    const { windows } = (await list.json()) as { windows: { operation: string; open: boolean }[] };
    expect(windows.find((window) => window.operation === 'submit')?.open).toBe(false);
  }).toPass({ timeout: 20_000 });
  await confirmation.getByRole('button', { name: words.outcome.confirmSubmit, exact: true }).click();
  const refusal = words.errors.window_closed({ operation: 'submit' }).title;
  await expect(student.getByText(refusal).first()).toBeVisible();
});
