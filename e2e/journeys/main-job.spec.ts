import { expect, test } from '../support/test.ts';
import { account } from '../support/environment.ts';
import { mp4File, pdfFile, sha256 } from '../support/files.ts';
import {
  addOutcome,
  dialogWith,
  navigationLink,
  openCase,
  openCourses,
  openOutcomes,
  rowWith,
  submitOutcome,
} from '../support/people.ts';

// The manual's own words are what is asserted here.
test.use({ language: 'zh-Hant' });

test('an outcome goes from the student to the central database, byte for byte', async ({ school, signIn, visitor }) => {
  const document = pdfFile('我的學習成果.pdf');
  const media = await mp4File('我的影片.mp4');
  const subject = '英文(三)';

  const student = await signIn('student5');
  await openCourses(student);
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
  const link = rowWith(student, document.name).getByRole('link', { name: document.name });
  const response = await student.request.get((await link.getAttribute('href')) ?? '');
  expect(sha256(await response.body())).toBe(sha256(document.buffer));

  const teacher = await signIn('teacher1');
  await navigationLink(teacher, '認證作業').click();
  await expect(teacher.getByText(/^待認證/).first()).toBeVisible();
  await submitOutcome(student, document.name);
  await expect(rowWith(student, document.name).getByRole('button', { name: '編輯' })).toHaveCount(0);

  // Neither reloads: the teacher's queue and the student's status change by themselves.
  await openCase(teacher, '學生5');
  await expect(teacher.getByText(document.name).first()).toBeVisible();
  await teacher.getByRole('button', { name: '認證通過', exact: true }).click();
  await expect(rowWith(student, document.name)).toContainText('認證通過');
  await expect(rowWith(student, document.name)).toContainText(/\d{4}\/\d{2}\/\d{2}/);

  await navigationLink(student, '勾選課程學習成果').click();
  await student.getByRole('button', { name: /^勾選/ }).first().click();
  await expect(student.getByText('1 / 6')).toBeVisible();

  const administrator = await signIn('admin1');
  await navigationLink(administrator, '提交').click();
  await administrator.getByRole('button', { name: '提交', exact: true }).click();
  await dialogWith(administrator, '確認提交').getByRole('button', { name: '提交', exact: true }).click();
  await expect(administrator.getByText('已收訖1', { exact: false }).first()).toBeVisible();

  await navigationLink(student, '提交紀錄').click();
  await expect(rowWith(student, subject)).toContainText('已收訖');

  const operator = await (await visitor()).signIn(account('operator1'));
  const holdings = await operator.request.get('/api/v1/central/holdings?academicYear=110');
  const { holdings: held } = (await holdings.json()) as {
    holdings: { institutionId: string; files: { sha256: string }[] }[];
  };
  const hashes = held
    .filter((holding) => holding.institutionId === school.institutionId)
    .flatMap((holding) => holding.files.map((file) => file.sha256));
  expect(hashes.toSorted()).toEqual([sha256(document.buffer), sha256(media.buffer)].toSorted());
});
