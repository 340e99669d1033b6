import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';
import type { Text } from '../support/language.ts';
import { dialogWith } from '../support/people.ts';
import { submitWork } from '../support/waiting-work.ts';

const ENGLISH = '英文(三)';
const CALCULUS = '高等微積分';

const row = (page: Page, student: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('link', { name: new RegExp(student) }) });
const heading = (page: Page, student: string) => page.getByRole('heading', { level: 2, name: new RegExp(student) });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** On a phone the queue is not in sight while a case is open. */
async function backToQueue(page: Page, words: Text, isPhone: boolean): Promise<void> {
  if (isPhone) await button(page, words.certification.back).click();
}

test('the queue is searched and filtered, and the address keeps what was chosen', async ({ school, signIn, words }) => {
  await submitWork(school, { who: 'student1', subject: ENGLISH, fileName: '自我介紹.pdf' });
  await submitWork(school, { who: 'student2', subject: ENGLISH, fileName: '讀書心得.pdf' });
  await submitWork(school, { who: 'student4', subject: CALCULUS, fileName: '極限.pdf' });
  const teacher = await signIn('teacher1');
  await expect(teacher.getByText(words.certification.waiting(3), { exact: true })).toBeVisible();

  await teacher.getByRole('searchbox', { name: words.certification.search }).fill('學生2');
  await expect(row(teacher, '學生1')).toHaveCount(0);
  await expect(row(teacher, '學生2')).toBeVisible();
  await expect(teacher).toHaveURL(/q=/);
  await teacher.reload();
  await expect(teacher.getByRole('searchbox')).toHaveValue('學生2');
  await expect(row(teacher, '學生1')).toHaveCount(0);
  await button(teacher, words.certification.clearSearch).click();

  const course = teacher.getByRole('combobox', { name: words.certification.course });
  await course.selectOption(school.courseId(CALCULUS));
  await expect(row(teacher, '學生4')).toBeVisible();
  await expect(row(teacher, '學生2')).toHaveCount(0);
  await expect(course.locator('option:checked')).toHaveText(words.certification.courseWaiting(CALCULUS, 110, 1));

  await teacher.getByRole('combobox', { name: words.certification.age }).selectOption('7');
  await expect(teacher.getByText(words.certification.emptyNarrowedTitle)).toBeVisible();
  await button(teacher, words.certification.clearFilter).click();
  await expect(row(teacher, '學生1')).toBeVisible();

  await teacher.getByRole('combobox', { name: words.certification.status }).selectOption('certified');
  await expect(teacher.getByText(words.certification.emptyOtherTitle)).toBeVisible();
});

test('a queue is worked off with the keyboard alone', async ({ school, signIn, words }) => {
  for (const who of ['student1', 'student2', 'student3']) {
    await submitWork(school, { who, subject: ENGLISH, fileName: `${who}.pdf` });
  }
  const teacher = await signIn('teacher1');
  await expect(row(teacher, '學生1')).toBeVisible();
  const { keyboard } = teacher;
  await keyboard.press('j');
  await expect(heading(teacher, '學生1')).toBeFocused();
  await keyboard.press('j');
  await expect(heading(teacher, '學生2')).toBeFocused();
  await keyboard.press('k');
  await expect(heading(teacher, '學生1')).toBeFocused();

  // The decision moves on to the next case by itself.
  await keyboard.press('a');
  await expect(heading(teacher, '學生2')).toBeFocused();
  await expect(teacher.getByText(words.certification.decided.certify('學生1', ENGLISH)).first()).toBeVisible();

  await keyboard.press('r');
  await expect(teacher.getByRole('radio', { name: words.certification.reasons.not_own_work })).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect(teacher.getByRole('radio', { name: words.certification.reasons.wrong_course })).toBeChecked();
  // A letter in the comment is a letter.
  await keyboard.press('Tab');
  await keyboard.type('jar 這是另一門課的作業。');
  await expect(teacher.getByLabel(words.certification.comment)).toHaveValue('jar 這是另一門課的作業。');
  await expect(heading(teacher, '學生2')).toBeVisible();
  await keyboard.press('Control+Enter');
  await expect(heading(teacher, '學生3')).toBeFocused();

  await keyboard.press('?');
  const help = dialogWith(teacher, words.certification.shortcutsLead);
  await expect(help).toBeVisible();
  await keyboard.press('a');
  await help.getByRole('checkbox', { name: words.certification.shortcutsOn }).focus();
  await keyboard.press('Space');
  await keyboard.press('Escape');
  await expect(help).toBeHidden();
  await keyboard.press('a');
  await expect(heading(teacher, '學生3')).toBeVisible();
  await expect(button(teacher, words.certification.certify)).toBeVisible();
  // The choice is this device's.
  await teacher.reload();
  await expect(heading(teacher, '學生3')).toBeVisible();
  await keyboard.press('k');
  await expect(heading(teacher, '學生3')).toBeVisible();
});

test('a refusal asks for a reason and a comment, and a draft outlives leaving', async ({ school, signIn, words }) => {
  const id = await submitWork(school, { who: 'student1', subject: ENGLISH, fileName: '海報.jpg', picture: true });
  const teacher = await signIn('teacher1');
  await teacher.goto(`/certification/${id}`);
  await expect(teacher.getByText(words.certification.notAGrade)).toBeVisible();
  await expect(teacher.getByRole('img', { name: '海報.jpg' })).toBeVisible();

  await button(teacher, words.certification.refuse).click();
  await button(teacher, words.certification.refuse).click();
  await expect(teacher.getByText(words.errors.reason_required({}).title)).toBeVisible();
  await teacher.getByRole('radio', { name: words.certification.reasons.file_unreadable }).check();
  await button(teacher, words.certification.refuse).click();
  await expect(teacher.getByText(words.errors.comment_required({}).title)).toBeVisible();

  await teacher.getByLabel(words.certification.comment).fill('照片太暗，看不清楚。');
  await teacher.reload();
  await button(teacher, words.certification.refuse).click();
  await expect(teacher.getByRole('radio', { name: words.certification.reasons.file_unreadable })).toBeChecked();
  await expect(teacher.getByLabel(words.certification.comment)).toHaveValue('照片太暗，看不清楚。');
  await button(teacher, words.certification.refuse).click();
  await expect(teacher.getByText(words.certification.emptyWaitingTitle)).toBeVisible();

  const student = await signIn('student1');
  await student.goto(`/outcomes/${id}`);
  await expect(student.getByText('照片太暗，看不清楚。').first()).toBeVisible();
});

test('comments are saved, inserted, changed and deleted', async ({ school, signIn, words }) => {
  const id = await submitWork(school, { who: 'student1', subject: ENGLISH, fileName: '作文.pdf' });
  const teacher = await signIn('teacher1');
  await teacher.goto(`/certification/${id}`);
  const comment = teacher.getByLabel(words.certification.comment, { exact: false }).first();
  await comment.fill('內容完整，確為本人作品。');
  await button(teacher, words.certification.saveComment).click();
  const saved = teacher.getByRole('list', { name: words.certification.savedComments });
  await expect(saved.getByRole('listitem')).toHaveCount(1);

  await comment.fill('');
  await button(teacher, words.certification.insertComment('內容完整，確為本人作品。')).click();
  await expect(comment).toHaveValue('內容完整，確為本人作品。');
  await expect(comment).toBeFocused();

  await button(teacher, words.certification.editComment).click();
  await teacher.getByLabel(words.certification.savedCommentText).fill('確為本人作品。');
  await saved.getByRole('button', { name: words.certification.save, exact: true }).click();
  await expect(saved.getByText('確為本人作品。', { exact: true })).toBeVisible();

  // They are the certifier's, not the device's.
  const elsewhere = await signIn('teacher1');
  await elsewhere.goto(`/certification/${id}`);
  await button(elsewhere, words.certification.savedComments).click();
  await expect(elsewhere.getByText('確為本人作品。', { exact: true })).toBeVisible();

  await button(teacher, words.certification.deleteComment).click();
  await expect(teacher.getByText(words.certification.noSavedComments)).toBeVisible();
});

test('two certifiers see each other, and the later one is told who decided what', async ({
  isPhone,
  school,
  signIn,
  words,
}) => {
  const id = await submitWork(school, { who: 'student1', subject: ENGLISH, fileName: '簡報.pdf' });
  const teacher = await signIn('teacher1');
  const administrator = await signIn('admin1');
  await expect(row(administrator, '學生1')).toBeVisible();
  await teacher.goto(`/certification/${id}`);
  await expect(row(administrator, '學生1')).toContainText(words.certification.looking('教師1'));
  await row(administrator, '學生1').getByRole('link').click();
  await expect(administrator.getByText(words.certification.looking('教師1')).last()).toBeVisible();
  await expect(teacher.getByText(words.certification.looking('辦理者1')).last()).toBeVisible();

  await administrator.getByLabel(words.certification.comment).fill('我正要寫的意見');
  // The administrator's page does not hear of it in time.
  const address = `/api/v1/certification/cases/${id}`;
  let before: string | null = await (await administrator.request.get(address)).text();
  await administrator.route(`**${address}`, (route) =>
    before === null ? route.continue() : route.fulfill({ body: before, contentType: 'application/json' }),
  );
  await administrator.route(`**${address}/verdict`, (route) => {
    before = null;
    return route.continue();
  });
  await button(teacher, words.certification.certify).click();
  await expect(teacher.getByText(words.certification.emptyWaitingTitle)).toBeVisible();
  await button(administrator, words.certification.certify).click();
  const refusal = administrator.getByRole('alert').filter({ hasText: '教師1' });
  await expect(refusal).toContainText(words.outcome.status.certified);
  await expect(button(administrator, words.certification.certify)).toHaveCount(0);
  const kept = administrator.getByRole('region', { name: words.certification.keptDraft });
  await expect(kept).toContainText('我正要寫的意見');
  await backToQueue(administrator, words, isPhone);
});

test('a certified outcome is turned back with a reason, and the history shows it', async ({
  school,
  signIn,
  words,
}) => {
  const id = await submitWork(school, { who: 'student1', subject: ENGLISH, fileName: '論說文.pdf' });
  const teacher = await signIn('teacher1');
  await teacher.goto(`/certification/${id}`);
  await button(teacher, words.certification.certify).click();
  await expect(teacher.getByText(words.certification.emptyWaitingTitle)).toBeVisible();

  await teacher.goto(`/certification/${id}?status=certified`);
  const revoke = button(teacher, words.certification.revoke);
  await expect(revoke).toBeVisible();
  await revoke.click();
  await teacher.getByRole('radio', { name: words.certification.reasons.not_own_work }).check();
  await teacher.getByLabel(words.certification.comment).fill('與網路文章相同。');
  await revoke.click();
  await expect(teacher.getByText(words.certification.decided.revoke('學生1', ENGLISH)).first()).toBeVisible();

  await teacher.goto(`/certification/${id}?status=refused`);
  await expect(teacher.getByRole('heading', { level: 2, name: /學生1/ })).toBeVisible();
  const history = teacher.getByText(words.certification.history).last();
  await expect(teacher.locator('.case__verdict')).toContainText('與網路文章相同。');
  await history.click();
  await expect(teacher.locator('.history')).toContainText(words.certification.facts.certified);
  await expect(teacher.locator('.history')).toContainText(words.certification.facts.revoked);
  await expect(teacher.locator('.history')).toContainText(words.certification.reasons.not_own_work);
});
