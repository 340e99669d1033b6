import { expect, test } from '../support/test.ts';
import { dialogWith, navigationLink, rowWith } from '../support/people.ts';
import { submitWork } from '../support/waiting-work.ts';

const ENGLISH = '英文(三)';
const CALCULUS = '高等微積分';

/** `YYYY-MM-DD` in Taipei, so many days from now. */
const day = (days: number) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

test('a deputy sees exactly the course they are appointed for, and the verdict names both', async ({
  isPhone,
  school,
  signIn,
  words,
}) => {
  const calculus = await submitWork(school, { who: 'student4', subject: CALCULUS, fileName: '極限.pdf' });
  const english = await submitWork(school, { who: 'student5', subject: ENGLISH, fileName: '作文.pdf' });

  const deputy = await signIn('teacher2');
  await expect(deputy.getByText(words.certification.emptyWaitingTitle)).toBeVisible();

  const administrator = await signIn('admin1');
  if (isPhone) await administrator.goto('/deputies');
  else await navigationLink(administrator, words.navigation.deputies).click();
  await expect(administrator.getByText(words.deputies.emptyTitle)).toBeVisible();
  await administrator.getByRole('button', { name: words.deputies.appoint, exact: true }).click();
  const form = dialogWith(administrator, words.deputies.appointTitle);
  const save = form.getByRole('button', { name: words.deputies.save, exact: true });
  await save.click();
  await expect(form.getByText(words.deputies.missing.teacher)).toBeVisible();
  await form.getByLabel(words.deputies.teacher, { exact: true }).selectOption({ label: '教師1' });
  await form
    .getByLabel(words.deputies.deputy, { exact: true })
    .selectOption({ label: words.deputies.role('教師1', words.role.teacher) });
  await form.getByLabel(words.deputies.lastDay).fill(day(7));
  await save.click();
  await expect(form.getByText(words.deputies.missing.samePerson)).toBeVisible();
  await form
    .getByLabel(words.deputies.deputy, { exact: true })
    .selectOption({ label: words.deputies.role('教師2', words.role.teacher) });
  await form
    .getByLabel(words.deputies.course, { exact: true })
    .selectOption({ label: words.deputies.courseOf(CALCULUS, 110) });
  await save.click();
  await expect(form).toBeHidden();
  await expect(rowWith(administrator, '教師2')).toContainText(CALCULUS);
  await expect(rowWith(administrator, '教師2')).toContainText(words.deputies.state.active);

  await deputy.goto('/certification');
  await expect(deputy.getByText(words.certification.waiting(1), { exact: true })).toBeVisible();
  await expect(deputy.getByRole('link', { name: /學生5/ })).toHaveCount(0);
  await deputy.goto(`/certification/${english}`);
  await expect(deputy.getByText(words.errors.not_found({}).title)).toBeVisible();

  await deputy.goto('/certification');
  await deputy.getByRole('link', { name: /學生4/ }).click();
  await expect(deputy.getByText(words.certification.deputising('教師1'), { exact: true }).last()).toBeVisible();
  await deputy.getByRole('button', { name: words.certification.certify, exact: true }).click();
  await expect(deputy.getByText(words.certification.emptyWaitingTitle)).toBeVisible();

  const teacher = await signIn('teacher1');
  await teacher.goto(`/certification/${calculus}?status=certified`);
  await expect(teacher.locator('.case__verdict')).toContainText(words.certification.nameFor('教師2', '教師1'));

  await rowWith(administrator, '教師2')
    .getByRole('button', { name: words.deputies.endOf('教師2', '教師1') })
    .click();
  const question = dialogWith(administrator, words.deputies.endBody('教師2', '教師1'));
  await question.getByRole('button', { name: words.deputies.end, exact: true }).click();
  await expect(rowWith(administrator, '教師2')).toContainText(words.deputies.state.ended);
  await deputy.goto(`/certification/${calculus}`);
  await expect(deputy.getByText(words.errors.not_found({}).title)).toBeVisible();
});
