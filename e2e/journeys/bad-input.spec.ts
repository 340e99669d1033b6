import { expect, test } from '../support/test.ts';
import { executable, pdfWithEicar } from '@licheng/testing';
import { pdfFile } from '../support/files.ts';
import {
  addOutcome,
  dialogWith,
  fillLogin,
  fillWork,
  openAddForm,
  openOutcomes,
  rowWith,
  signIn,
} from '../support/people.ts';
import { account } from '../support/environment.ts';

const subject = '英文(三)';

test('a wrong password is answered in words and signs nobody in', async ({ page }) => {
  await page.goto('/');
  await fillLogin(page, 'student2', 'wrong-password');
  await expect(page.getByText('帳號或密碼不正確')).toBeVisible();
});

test('a page asked for without a session comes back after the login', async ({ browser, page }) => {
  const student = await signIn(browser, 'student2');
  await openOutcomes(student, subject);
  const wanted = student.url();
  await page.goto(wanted);
  await fillLogin(page, 'student2', account('student2').password);
  await expect(page.getByRole('heading', { name: `${subject} - 課程學習成果列表` })).toBeVisible();
  expect(page.url()).toBe(wanted);
});

test('files that cannot be taken are refused with a reason before any byte leaves', async ({ browser }) => {
  const student = await signIn(browser, 'student2');
  let uploads = 0;
  student.on('request', (request) => {
    if (request.url().includes('/api/v1/uploads')) uploads += 1;
  });
  const form = await openAddForm(student, subject);
  const choose = (name: string, buffer: Buffer) =>
    form.getByLabel('課程成果檔案').setInputFiles({ name, mimeType: 'application/pdf', buffer });
  await choose('病毒.pdf', executable());
  await expect(form.getByText('檔案內容與副檔名不符')).toBeVisible();
  await choose('空白.pdf', Buffer.alloc(0));
  await expect(form.getByText('這個檔案沒有內容')).toBeVisible();
  await choose('太大.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(4 * 1024 * 1024)]));
  await expect(form.getByText('檔案超過大小上限')).toBeVisible();
  await choose('報告.docx', Buffer.from('PK'));
  await expect(form.getByText('這裡不接受這種副檔名')).toBeVisible();
  expect(uploads).toBe(0);
});

test('a summary of 101 characters is not sent and not lost', async ({ browser }) => {
  const student = await signIn(browser, 'student2');
  const form = await openAddForm(student, subject);
  await fillWork(form, { document: pdfFile('長簡述.pdf'), summary: '字'.repeat(101) });
  await expect(form.getByText('101/100')).toBeVisible();
  await form.getByRole('button', { name: '新增', exact: true }).click();
  await expect(form.getByText('課程學習成果簡述超過100字')).toBeVisible();
  await expect(form.getByLabel('課程學習成果簡述')).toHaveValue('字'.repeat(101));
});

test('a file with a virus is refused in words, can never be opened, and the summary stays', async ({ browser }) => {
  const student = await signIn(browser, 'student2');
  const form = await openAddForm(student, subject);
  const infected = { name: '受感染.pdf', mimeType: 'application/pdf', buffer: pdfWithEicar() };
  await fillWork(form, { document: infected, summary: '這段文字要留著' });
  await form.getByRole('button', { name: '新增', exact: true }).click();
  await expect(student.getByText('掃毒發現有害內容').first()).toBeVisible({ timeout: 60_000 });
  await openOutcomes(student, subject);
  const row = rowWith(student, '這段文字要留著');
  await expect(row).toContainText('未通過');
  await expect(row.getByRole('link', { name: infected.name })).toHaveCount(0);
  await expect(row.getByRole('button', { name: '送出認證' })).toHaveCount(0);
});

test('a double click on 送出 is one submission', async ({ browser }) => {
  const student = await signIn(browser, 'student2');
  const document = pdfFile('雙擊.pdf');
  await addOutcome(student, subject, { document });
  await openOutcomes(student, subject);
  let submissions = 0;
  student.on('request', (request) => {
    if (request.url().endsWith('/submission')) submissions += 1;
  });
  await rowWith(student, document.name).getByRole('button', { name: '送出認證' }).click();
  await dialogWith(student, '您確定要送出認證').getByRole('button', { name: '送出', exact: true }).dblclick();
  await expect(rowWith(student, document.name)).toContainText('認證中');
  expect(submissions).toBe(1);
});

test('nothing of another student or institution can be seen, not even that it exists', async ({ browser }) => {
  const owner = await signIn(browser, 'student2');
  const document = pdfFile('只有我看得到.pdf');
  await addOutcome(owner, subject, { document });
  await openOutcomes(owner, subject);
  const courseId = /courses\/([0-9a-f-]{36})/.exec(owner.url())?.[1] ?? '';
  const list = await owner.request.get(`/api/v1/courses/${courseId}/outcomes`);
  const { outcomes } = (await list.json()) as { outcomes: { id: string }[] };
  const id = outcomes[0]?.id ?? '';
  expect((await owner.request.get(`/api/v1/outcomes/${id}`)).status()).toBe(200);
  for (const login of ['student1', 'student9', 'admin9', 'teacher9']) {
    const stranger = await signIn(browser, login);
    const answer = await stranger.request.get(`/api/v1/outcomes/${id}`);
    expect([403, 404], login).toContain(answer.status());
    if (login.startsWith('student')) expect(answer.status()).toBe(404);
    const caseAnswer = await stranger.request.get(`/api/v1/certification/cases/${id}`);
    expect([403, 404], login).toContain(caseAnswer.status());
    await stranger.context().close();
  }
});

test('the API answers problems: no session, no CSRF token, no such thing', async ({ browser, request }) => {
  const anonymous = await request.get('/api/v1/courses');
  expect(anonymous.status()).toBe(401);
  expect(anonymous.headers()['content-type']).toContain('application/problem+json');
  expect(await anonymous.json()).toMatchObject({ code: 'authentication_required' });
  const student = await signIn(browser, 'student2');
  const forged = await student.request.delete(
    '/api/v1/outcomes/00000000-0000-4000-8000-000000000000?expectedVersion=1',
  );
  expect(forged.status()).toBe(403);
  expect(await forged.json()).toMatchObject({ code: 'csrf_token_invalid' });
});
