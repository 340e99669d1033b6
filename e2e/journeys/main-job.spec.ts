import { expect, test } from '../support/test.ts';
import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { mp4File, pdfFile, sha256 } from '../support/files.ts';
import { addOutcome, dialogWith, openOutcomes, rowWith, signIn, submitOutcome } from '../support/people.ts';

const SCREENSHOTS = new URL('../../docs/screenshots/', import.meta.url).pathname;

/** The README's pictures are taken from this very journey when asked for. */
async function picture(page: Page, name: string): Promise<void> {
  if (process.env['LICHENG_SCREENSHOTS'] === undefined) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  // A document's preview paints in a process of its own: the picture is good when two in a row are the same.
  let last: Buffer = Buffer.alloc(0);
  const settled = async () => {
    const before = last;
    last = await page.screenshot({ path: `${SCREENSHOTS}${name}.png` });
    return last.equals(before);
  };
  await expect.poll(settled, { intervals: [2_000] }).toBe(true);
}

test('an outcome goes from the student to the central database, byte for byte', async ({ browser }) => {
  const document = pdfFile('我的學習成果.pdf');
  const media = await mp4File('我的影片.mp4');
  const subject = '英文(三)';

  const student = await signIn(browser, 'student5');
  for (const column of [
    '學年',
    '學期類型',
    '學期',
    '科目名稱',
    '實得學分',
    '質性評語',
    '成績',
    '課程學習成果數量',
    '操作',
  ]) {
    await expect(student.getByRole('columnheader', { name: column, exact: true })).toBeVisible();
  }
  await expect(rowWith(student, '人際關係與溝通-測試機構')).toContainText('三學期制');
  await addOutcome(student, subject, { document, media, summary: '我的英文學習歷程😀' });

  await openOutcomes(student, subject);
  await expect(rowWith(student, document.name)).toContainText('等待送出');
  const opened = student.context().waitForEvent('page');
  await rowWith(student, document.name).getByRole('link', { name: document.name }).click();
  await expect.poll(async () => (await opened).url()).toContain('/files/');
  const response = await student.request.get((await opened).url());
  expect(sha256(await response.body())).toBe(sha256(document.buffer));
  await (await opened).close();
  await picture(student, 'outcomes');

  const teacher = await signIn(browser, 'teacher1');
  await teacher.getByRole('link', { name: '認證作業' }).first().click();
  await expect(teacher.getByText(/^待認證/)).toBeVisible();
  const waiting = teacher.getByRole('link', { name: /學生5/ }).or(teacher.getByRole('button', { name: /學生5/ }));
  await expect(waiting).toHaveCount(0);
  await submitOutcome(student, document.name);
  await expect(rowWith(student, document.name).getByRole('button', { name: '編輯' })).toHaveCount(0);

  // Neither reloads: the teacher's queue and the student's status change by themselves.
  await waiting.first().click();
  await expect(teacher.getByText(document.name)).toBeVisible();
  await picture(teacher, 'review-desk');
  await teacher.getByRole('button', { name: '認證通過', exact: true }).click();
  await expect(rowWith(student, document.name)).toContainText('認證通過');
  await expect(rowWith(student, document.name)).toContainText(/\d{4}\/\d{2}\/\d{2}/);

  await student.getByRole('link', { name: '勾選課程學習成果' }).first().click();
  await student.getByRole('button', { name: /^勾選/ }).first().click();
  await expect(student.getByText('1 / 6')).toBeVisible();

  const administrator = await signIn(browser, 'admin1');
  await administrator.getByRole('link', { name: '提交', exact: true }).first().click();
  await administrator.getByRole('button', { name: '提交', exact: true }).click();
  await dialogWith(administrator, '確認提交').getByRole('button', { name: '提交', exact: true }).click();
  await expect(administrator.getByText('已收訖1', { exact: false }).first()).toBeVisible();

  await student.getByRole('link', { name: '提交紀錄' }).first().click();
  await expect(rowWith(student, subject)).toContainText('已收訖');

  const operator = await signIn(browser, 'operator1');
  const holdings = await operator.request.get('/api/v1/central/holdings?academicYear=110');
  const { holdings: held } = (await holdings.json()) as { holdings: { files: { slot: string; sha256: string }[] }[] };
  const hashes = held.flatMap((holding) => holding.files.map((file) => file.sha256));
  expect(hashes.toSorted()).toEqual([sha256(document.buffer), sha256(media.buffer)].toSorted());

  await student.goto('/');
  await picture(student, 'course-list');
});
