import { expect, test } from '../support/test.ts';
import { pdfFile } from '../support/files.ts';
import { addOutcome, dialogWith, openOutcomes, rowWith, signIn } from '../support/people.ts';

test('a window the administrator closes refuses the write at the server with the reason', async ({ browser }) => {
  const subject = '海洋科學';
  const student = await signIn(browser, 'student9');
  const document = pdfFile('潮間帶調查.pdf');
  await addOutcome(student, subject, { document });
  await openOutcomes(student, subject);
  const submit = rowWith(student, document.name).getByRole('button', { name: '送出認證' });
  await expect(submit).toBeVisible();
  // The page stays as it was: the refusal must come from the server.
  await student.route('**/api/v1/events', (route) => route.abort());
  await submit.click();
  const confirmation = dialogWith(student, '您確定要送出認證');
  await expect(confirmation).toBeVisible();

  const administrator = await signIn(browser, 'admin9');
  await administrator.getByRole('link', { name: '作業時程' }).first().click();
  const year = administrator.getByRole('table', { name: '110學年度' });
  const row = year.getByRole('row').filter({ hasText: '送出認證' });
  await row.getByRole('button', { name: '編輯' }).click();
  await administrator.getByLabel('截止（臺北時間）').fill('2026-01-02T03:04');
  await administrator.getByLabel('開始（臺北時間）').fill('2026-01-01T00:00');
  await administrator.getByRole('button', { name: '儲存' }).click();
  await expect(row).toContainText('已截止');

  await expect(async () => {
    const list = await student.request.get('/api/v1/courses');
    const { windows } = (await list.json()) as { windows: { operation: string; open: boolean }[] };
    expect(windows.find((window) => window.operation === 'submit')?.open).toBe(false);
  }).toPass({ timeout: 20_000 });
  await confirmation.getByRole('button', { name: '送出', exact: true }).click();
  await expect(student.getByText('現在不在「送出認證」的作業時程內').first()).toBeVisible();
});
