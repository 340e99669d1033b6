import { expect, test } from '../support/test.ts';
import { pdfFile } from '../support/files.ts';
import { dialogWith, fillWork, navigationLink, openCourses, rowWith } from '../support/people.ts';

const subject = '英文(三)';

test('home says what is left to do, by when, and leads to it until nothing is left', async ({ signIn, words }) => {
  const document = pdfFile('我的學習成果.pdf');
  const student = await signIn('student5');
  const title = student.getByRole('main').getByRole('heading', { level: 1 });
  await expect(title).toHaveText(words.home.nothingTitle);
  await expect(student.getByText(words.home.nothingBody)).toBeVisible();

  await rowWith(student, subject).getByRole('button', { name: words.course.add }).click();
  const form = dialogWith(student, words.upload.title(subject));
  await fillWork(form, { document });
  await form.getByRole('button', { name: words.upload.add, exact: true }).click();
  await dialogWith(student, words.common.success)
    .getByRole('button', { name: words.common.ok })
    .click({ timeout: 60_000 });
  expect(new URL(student.url()).pathname).toBe('/');

  await expect(title).toHaveText(words.home.todoCount(1));
  const task = student.getByRole('list', { name: words.home.todoList }).getByRole('listitem');
  await expect(task).toHaveCount(1);
  await expect(task).toContainText(words.home.kind.unsent);
  await expect(task).toContainText(document.name);
  await expect(task).toContainText(/\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}/);
  await expect(rowWith(student, subject)).toContainText(words.course.awaiting(1));

  // The banner is on every page, also where the list is not.
  await navigationLink(student, words.navigation.handInRecord).click();
  const banner = student.getByRole('complementary', { name: words.deadline.notSubmitted });
  await expect(banner).toContainText(words.deadline.count(1));
  await expect(banner).toContainText(words.timeLeft.day(179));

  await navigationLink(student, words.home.nav).click();
  await task.getByRole('link', { name: words.home.action.unsent }).click();
  await expect(student.getByRole('heading', { level: 1, name: document.name })).toBeVisible();
  await student.getByRole('button', { name: words.outcome.submit, exact: true }).click();
  const confirmation = dialogWith(student, words.outcome.confirmSubmitBody);
  await confirmation.getByRole('button', { name: words.outcome.confirmSubmit, exact: true }).click();
  await dialogWith(student, words.outcome.submitted).getByRole('button', { name: words.common.ok }).click();

  await navigationLink(student, words.home.nav).click();
  await expect(title).toHaveText(words.home.nothingTitle);
  await expect(student.getByRole('heading', { name: words.home.waitingTitle(1) })).toBeVisible();
  await expect(banner).toHaveCount(0);
});

test('the course list is searched, keeps its filter in the address, and says whom to ask when empty', async ({
  signIn,
  words,
}) => {
  const student = await signIn('student5');
  await openCourses(student);
  const rows = student.getByRole('row').filter({ has: student.getByRole('cell') });
  await expect(rows.first()).toBeVisible();
  const all = await rows.count();
  await student.getByRole('searchbox', { name: words.course.search }).fill('英文');
  await expect(rows.filter({ hasText: subject })).toHaveCount(1);
  expect(await rows.count()).toBeLessThan(all);
  await student.reload();
  await expect(student.getByRole('searchbox', { name: words.course.search })).toHaveValue('英文');
  await student.getByRole('searchbox', { name: words.course.search }).fill('沒有這門課');
  await expect(student.getByRole('heading', { name: words.course.noneFoundTitle })).toBeVisible();
  await student.getByRole('button', { name: words.course.clearFilter }).click();
  await expect(rows).toHaveCount(all);

  const list = (await (await student.request.get('/api/v1/courses')).json()) as object;
  await student.route('**/api/v1/courses', (route) => route.fulfill({ json: { ...list, courses: [] } }));
  await student.reload();
  await expect(student.getByRole('heading', { name: words.course.emptyTitle })).toBeVisible();
  await expect(student.getByText(words.course.emptyBody)).toBeVisible();
});
