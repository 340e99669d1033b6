import type { Locator, Page } from '@playwright/test';
import type { Account } from '../support/environment.ts';
import { pdfFile, sha256 } from '../support/files.ts';
import { wordsOf } from '../support/language.ts';
import { dialogWith, fillLogin, fillWork, openAddForm, rowWith } from '../support/people.ts';
import { expect, test } from '../support/test.ts';
import { slowNetwork, watchUploads } from '../support/upload.ts';

const subject = '英文(三)';
const otherSubject = '英文寫作指導';
const SIZE = 2_500_000;
const LONG = { timeout: 60_000 };

interface OutcomeList {
  outcomes: { summary: string; files: { fileName: string; sha256: string }[] }[];
}

const pressAdd = (form: Locator) =>
  form.getByRole('button', { name: wordsOf(form.page()).upload.add, exact: true }).click();

const tray = (page: Page) => page.getByRole('region', { name: wordsOf(page).upload.trayTitle });

/** Some of it is at the server, most of it not. */
async function underWay(form: Locator): Promise<void> {
  const bar = form.getByRole('progressbar').first();
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(5);
}

async function outcomesOf(page: Page, courseId: string): Promise<OutcomeList['outcomes']> {
  const answer = await page.request.get(`/api/v1/courses/${courseId}/outcomes`);
  return ((await answer.json()) as OutcomeList).outcomes;
}

async function logIn(page: Page, account: Account): Promise<void> {
  await fillLogin(page, account);
  await expect(page.getByRole('button', { name: wordsOf(page).shell.accountMenu })).toBeVisible();
}

async function signOut(page: Page): Promise<void> {
  const words = wordsOf(page);
  await page.getByRole('button', { name: words.shell.accountMenu }).click();
  await page.getByRole('button', { name: words.shell.signOut, exact: true }).click();
}

/** A text that holds numbers, whatever they are. */
function withNumber(text: (...values: number[]) => string): RegExp {
  const escaped = text(-1, -1).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(escaped.replaceAll('-1', String.raw`\d+`));
}

test('a page loaded anew in the middle of an upload goes on with it, and 新增 is still carried out', async ({
  signIn,
  school,
  words,
}) => {
  const student = await signIn('student5');
  const document = pdfFile('重新整理.pdf', SIZE);
  const form = await openAddForm(student, subject);
  const network = await slowNetwork(student);
  await fillWork(form, { document, summary: '重新整理也不會不見😀' });
  await underWay(form);
  await pressAdd(form);
  await expect(form.getByText(words.upload.willAdd)).toBeVisible();
  await student.reload();
  const again = dialogWith(student, words.upload.title(subject));
  await expect(again.getByText(withNumber(words.upload.resumedAt))).toBeVisible();
  await expect(again.getByLabel(words.upload.summary)).toHaveValue('重新整理也不會不見😀');
  await network.fullSpeed();
  await expect(dialogWith(student, words.upload.successTitle)).toBeVisible(LONG);
  const [outcome] = await outcomesOf(student, school.courseId(subject));
  expect(outcome).toMatchObject({
    summary: '重新整理也不會不見😀',
    files: [{ fileName: document.name, sha256: sha256(document.buffer) }],
  });
});

test('a tab closed in the middle of an upload loses nothing: any page of the next visit goes on with it', async ({
  signIn,
  school,
  words,
}) => {
  const student = await signIn('student5');
  const uploads = watchUploads(student);
  const document = pdfFile('關掉分頁.pdf', SIZE);
  const form = await openAddForm(student, subject);
  const network = await slowNetwork(student, 80_000);
  await fillWork(form, { document });
  await underWay(form);
  await pressAdd(form);
  await expect(form.getByText(words.upload.willAdd)).toBeVisible();
  // Closing a page ends its slowness before its requests: nothing more may get through.
  const context = student.context();
  await context.route(/\/api\/v1\/uploads\//, (route) => route.abort());
  await network.offline();
  await expect(form.getByText(words.upload.phase.interrupted)).toBeVisible();
  await student.close();
  await context.unroute(/\/api\/v1\/uploads\//);

  const nextVisit = await context.newPage();
  const nextNetwork = await slowNetwork(nextVisit, 80_000);
  await nextVisit.goto('/notices');
  await expect(tray(nextVisit)).toContainText(
    withNumber((from = 0, now = 0) => words.upload.tray.resumed(subject, from, now)),
  );
  await nextNetwork.fullSpeed();
  await expect(tray(nextVisit)).toContainText(words.upload.tray.acceptedLater(subject), LONG);
  expect(uploads.created()).toBe(1);
  const [outcome] = await outcomesOf(nextVisit, school.courseId(subject));
  expect(outcome?.files[0]?.sha256).toBe(sha256(document.buffer));
});

test('without a network the upload waits, 新增 is remembered, and both go on when it is back', async ({
  signIn,
  words,
}) => {
  const student = await signIn('student5');
  const form = await openAddForm(student, subject);
  const network = await slowNetwork(student);
  await fillWork(form, { document: pdfFile('沒有網路.pdf', SIZE), summary: '捷運上' });
  await underWay(form);
  await network.offline();
  await expect(form.getByText(words.upload.phase.interrupted)).toBeVisible();
  await pressAdd(form);
  await network.fullSpeed();
  await expect(dialogWith(student, words.upload.successTitle)).toBeVisible(LONG);
});

test('the form can be left: the tray shows what still goes up and says when it is done', async ({ signIn, words }) => {
  const student = await signIn('student5');
  const form = await openAddForm(student, subject);
  const network = await slowNetwork(student);
  await fillWork(form, { document: pdfFile('先離開.pdf', SIZE) });
  await underWay(form);
  await pressAdd(form);
  await form.getByRole('button', { name: words.upload.close, exact: true }).click();
  await expect(tray(student)).toContainText(withNumber((now = 0) => words.upload.tray.uploading(subject, now)));
  await network.fullSpeed();
  await expect(tray(student)).toContainText(words.upload.tray.accepted(subject), LONG);
  await expect(rowWith(student, subject)).toContainText('1');
});

test('two tabs with the same form send once: the second shows the progress, and may take over', async ({
  signIn,
  school,
  words,
}) => {
  const first = await signIn('student5');
  const uploads = watchUploads(first);
  const document = pdfFile('兩個分頁.pdf', SIZE);
  const form = await openAddForm(first, subject);
  const firstNetwork = await slowNetwork(first);
  await fillWork(form, { document, summary: '在第一個分頁打的字' });
  await underWay(form);

  const second = await first.context().newPage();
  await second.goto(first.url());
  const mirror = dialogWith(second, words.upload.title(subject));
  await expect(mirror.getByText(words.upload.otherTab.title)).toBeVisible();
  await expect(mirror.getByText(document.name)).toBeVisible();
  await expect(mirror.getByLabel(words.upload.summary)).toHaveValue('在第一個分頁打的字');
  await expect(mirror.getByRole('button', { name: words.upload.add, exact: true })).toBeDisabled();

  const secondNetwork = await slowNetwork(second);
  await mirror.getByRole('button', { name: words.upload.otherTab.takeOver }).click();
  await expect(form.getByText(words.upload.otherTab.title)).toBeVisible();
  await expect(mirror.getByText(words.upload.otherTab.title)).toHaveCount(0);
  await firstNetwork.fullSpeed();
  await secondNetwork.fullSpeed();
  await pressAdd(mirror);
  await expect(dialogWith(second, words.upload.successTitle)).toBeVisible(LONG);
  await expect(form.getByText(words.upload.otherTab.finished)).toBeVisible();
  expect(uploads.created()).toBe(1);
  expect(await outcomesOf(second, school.courseId(subject))).toHaveLength(1);
});

test('the same bytes again are recognised and not sent again', async ({ signIn, words }) => {
  const student = await signIn('student5');
  const document = pdfFile('同一個檔案.pdf', 400_000);
  const form = await openAddForm(student, subject);
  await fillWork(form, { document });
  await pressAdd(form);
  await dialogWith(student, words.upload.successTitle).getByRole('button', { name: words.common.ok }).click(LONG);

  const uploads = watchUploads(student);
  const next = await openAddForm(student, otherSubject);
  await fillWork(next, { document: { ...document, name: '換了名字.pdf' } });
  await expect(next.getByText(words.upload.recognised)).toBeVisible();
  await pressAdd(next);
  await expect(dialogWith(student, words.upload.successTitle)).toBeVisible(LONG);
  expect(uploads.created()).toBe(1);
  expect(uploads.sent()).toBe(0);
});

test('a draft saves itself, says when, comes back, and can be discarded and brought back', async ({
  signIn,
  words,
}) => {
  const student = await signIn('student5');
  const form = await openAddForm(student, subject);
  await fillWork(form, { document: pdfFile('草稿.pdf'), summary: '還沒寫完' });
  await expect(form.getByText(words.upload.phase.received)).toBeVisible();
  await expect(form.getByText(new RegExp(words.upload.draftSaved(String.raw`\d\d:\d\d`)))).toBeVisible();
  await form.getByRole('button', { name: words.upload.close, exact: true }).click();
  await student.goto('/');
  await expect(tray(student)).toContainText(subject);

  const again = await openAddForm(student, subject);
  await expect(again.getByLabel(words.upload.summary)).toHaveValue('還沒寫完');
  await expect(again.getByText('草稿.pdf')).toBeVisible();
  await again.getByRole('button', { name: words.upload.discardDraft }).click();
  await expect(again.getByLabel(words.upload.summary)).toHaveValue('');
  await expect(again.getByText('草稿.pdf')).toHaveCount(0);
  await again.getByRole('button', { name: words.upload.undo }).click();
  await expect(again.getByLabel(words.upload.summary)).toHaveValue('還沒寫完');
  await expect(again.getByText('草稿.pdf')).toBeVisible();
});

test('a session that ended meanwhile costs nothing: after the login the upload goes on', async ({
  signIn,
  school,
  words,
}) => {
  const student = await signIn('student5');
  const document = pdfFile('登入過期.pdf', SIZE);
  const form = await openAddForm(student, subject);
  const network = await slowNetwork(student);
  await fillWork(form, { document });
  await underWay(form);
  await pressAdd(form);
  await student.context().clearCookies();
  // A cut connection, so that the next request has to be made without the session.
  await network.offline();
  await expect(form.getByText(words.upload.phase.interrupted)).toBeVisible();
  await network.slow();
  await expect(student.getByLabel(words.login.account, { exact: true })).toBeVisible();
  await network.fullSpeed();
  await logIn(student, school.account('student5'));
  await expect(
    dialogWith(student, words.upload.successTitle).or(tray(student).getByText(words.upload.tray.accepted(subject))),
  ).toBeVisible(LONG);
  const [outcome] = await outcomesOf(student, school.courseId(subject));
  expect(outcome?.files[0]?.sha256).toBe(sha256(document.buffer));
});

test('on a shared device the next person sees and sends nothing of the first, who finds it again or had it deleted', async ({
  signIn,
  school,
  words,
}) => {
  const page = await signIn('student5');
  const form = await openAddForm(page, subject);
  await fillWork(form, { document: pdfFile('只屬於我.pdf'), summary: '我的草稿' });
  await expect(form.getByText(words.upload.phase.received)).toBeVisible();
  await form.getByRole('button', { name: words.upload.close, exact: true }).click();

  await signOut(page);
  const question = dialogWith(page, words.upload.leaving.title);
  await expect(question).toContainText(subject);
  await question.getByRole('button', { name: words.upload.leaving.stay }).click();
  await expect(question).toHaveCount(0);
  await signOut(page);
  await question.getByRole('button', { name: words.upload.leaving.keep }).click();

  const uploads = watchUploads(page);
  await logIn(page, school.account('student1'));
  const stranger = await openAddForm(page, subject);
  await expect(stranger.getByLabel(words.upload.summary)).toHaveValue('');
  await expect(page.getByText('只屬於我.pdf')).toHaveCount(0);
  await stranger.getByRole('button', { name: words.upload.close, exact: true }).click();
  await expect(tray(page)).not.toContainText(subject);
  expect(uploads.created() + uploads.sent()).toBe(0);
  await signOut(page);

  await logIn(page, school.account('student5'));
  const owner = await openAddForm(page, subject);
  await expect(owner.getByLabel(words.upload.summary)).toHaveValue('我的草稿');
  await owner.getByRole('button', { name: words.upload.close, exact: true }).click();
  await signOut(page);
  await question.getByRole('button', { name: words.upload.leaving.remove }).click();
  await logIn(page, school.account('student5'));
  const emptied = await openAddForm(page, subject);
  await expect(emptied.getByLabel(words.upload.summary)).toHaveValue('');
});

test('where the browser keeps nothing, uploading works all the same and the form says what that means', async ({
  signIn,
  words,
}) => {
  const student = await signIn('student5');
  await student.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', {
      get: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
  });
  const form = await openAddForm(student, subject);
  await expect(form.getByText(words.upload.notKept.title)).toBeVisible();
  await fillWork(form, { document: pdfFile('無痕視窗.pdf'), summary: '無痕' });
  await pressAdd(form);
  await expect(dialogWith(student, words.upload.successTitle)).toBeVisible(LONG);
});
