import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';
import { dialogWith } from '../support/people.ts';
import { clientOf, submitWork } from '../support/waiting-work.ts';

const ENGLISH = '英文(三)';
const link = (page: Page, student: string) => page.getByRole('link', { name: new RegExp(student) }).first();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('a verdict can be taken back before it is published, with the bar and with the keyboard', async ({
  school,
  signIn,
  words,
}) => {
  const id = await submitWork(school, { who: 'student1', subject: ENGLISH, fileName: '作文.pdf' });
  const student = await signIn('student1');
  await student.goto(`/outcomes/${id}`);
  const teacher = await signIn('teacher1');
  await teacher.goto(`/certification/${id}`);

  await button(teacher, words.certification.certify).click();
  await button(teacher, words.certification.undo).click();
  await expect(teacher.getByRole('heading', { level: 2, name: /學生1/ })).toBeVisible();
  await expect(button(teacher, words.certification.certify)).toBeVisible();

  await teacher.getByRole('heading', { level: 2, name: /學生1/ }).focus();
  await teacher.keyboard.press('a');
  await expect(teacher.getByText(words.certification.decided.certify('學生1', ENGLISH)).last()).toBeVisible();
  await teacher.keyboard.press('u');
  await expect(teacher.getByText(words.certification.undone(1, '學生1')).last()).toBeVisible();
  await expect(button(teacher, words.certification.certify)).toBeVisible();

  // The student has never heard of it.
  const outcome = await (await clientOf(school, 'student1')).json<{ status: string; history: { fact: string }[] }>(
    'GET',
    `/outcomes/${id}`,
  );
  expect(outcome.status).toBe('under_certification');
  expect(outcome.history.map(({ fact }) => fact)).not.toContain('certified');

  await button(teacher, words.certification.certify).click();
  await expect(student.getByText(words.outcome.status.certified).first()).toBeVisible();
});

test('several are decided at once; what somebody else had decided stays selected and says so', async ({
  school,
  signIn,
  words,
}) => {
  const ids = new Map<string, string>();
  for (const who of ['student1', 'student2', 'student3']) {
    ids.set(who, await submitWork(school, { who, subject: ENGLISH, fileName: `${who}.pdf` }));
  }
  const teacher = await signIn('teacher1');
  await expect(link(teacher, '學生3')).toBeVisible();
  await teacher.getByRole('checkbox', { name: words.certification.selectLoaded(3) }).check();
  await expect(teacher.getByText(words.certification.selected(3)).last()).toBeVisible();

  // The administrator is faster with one of them, and the teacher's page does not hear of it.
  await teacher.route('**/api/v1/certification/cases?*', (route) => route.abort());
  const administrator = await clientOf(school, 'admin1');
  await administrator.json('POST', `/certification/cases/${ids.get('student2')}/verdict`, {
    version: 1,
    action: 'refuse',
    comment: '請補上參考資料。',
    refusalReason: 'other',
  });
  const batch = teacher.getByRole('region', { name: words.certification.batch, exact: true });
  await batch.getByRole('button', { name: words.certification.certify, exact: true }).click();

  const results = teacher.getByRole('region', { name: words.certification.batchResults });
  await expect(results.getByRole('heading', { name: words.certification.batchDone(2, 1) })).toBeFocused();
  await expect(results).toContainText('學生2');
  await expect(results).toContainText('辦理者1');
  await expect(batch).toContainText(words.certification.selected(1));
  await teacher.unroute('**/api/v1/certification/cases?*');
  await results.getByText(words.certification.batchAll).click();
  await expect(results.getByText(words.certification.batchOk, { exact: true })).toHaveCount(2);

  const student = await clientOf(school, 'student1');
  await expect
    .poll(async () => (await student.json<{ status: string }>('GET', `/outcomes/${ids.get('student1')}`)).status)
    .toBe('certified');
});

test('a batch is refused for one reason with one comment, and taken back as one', async ({ school, signIn, words }) => {
  for (const who of ['student1', 'student2']) {
    await submitWork(school, { who, subject: ENGLISH, fileName: `${who}.pdf` });
  }
  const teacher = await signIn('teacher1');
  await expect(link(teacher, '學生2')).toBeVisible();
  // By keyboard: arrows move, the space bar selects.
  await link(teacher, '學生1').focus();
  await teacher.keyboard.press('Space');
  await teacher.keyboard.press('ArrowDown');
  await teacher.keyboard.press('Space');
  const batch = teacher.getByRole('region', { name: words.certification.batch, exact: true });
  await batch.getByRole('button', { name: words.certification.refuse, exact: true }).click();
  const dialog = dialogWith(teacher, words.certification.batchRefuseTitle(2));
  await dialog.getByRole('button', { name: words.certification.refuse, exact: true }).click();
  await expect(dialog.getByText(words.errors.reason_required({}).title)).toBeVisible();
  await dialog.getByRole('radio', { name: words.certification.reasons.wrong_course }).check();
  await dialog.getByLabel(words.certification.comment).fill('請送到英文寫作指導。');
  await dialog.getByRole('button', { name: words.certification.refuse, exact: true }).click();
  await expect(teacher.getByText(words.certification.decidedMany.refuse(2)).first()).toBeVisible();
  await teacher.keyboard.press('u');
  await expect(teacher.getByText(words.certification.undone(2, ''), { exact: true }).last()).toBeVisible();
  await teacher.goto('/certification');
  await expect(teacher.getByText(words.certification.waiting(2), { exact: true })).toBeVisible();
});
