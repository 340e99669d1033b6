import { expect, test } from '../support/test.ts';
import { control } from '../support/environment.ts';
import { pdfFile, sha256 } from '../support/files.ts';
import {
  addOutcome,
  dialogWith,
  fillWork,
  openAddForm,
  openOutcomes,
  rowWith,
  submitOutcome,
} from '../support/people.ts';

const subject = '英文(三)';

test('with the scanner away a file waits as 檢查中 and goes on when the scanner is back', async ({ signIn }) => {
  const student = await signIn('student3');
  const document = pdfFile('等待掃毒.pdf');
  await control('engines/clamd', 'stop');
  try {
    const form = await openAddForm(student, subject);
    await fillWork(form, { document });
    await form.getByRole('button', { name: '新增', exact: true }).click();
    await expect(form.getByText('檢查中').first()).toBeVisible();
    await openOutcomes(student, subject);
    await expect(rowWith(student, document.name)).toContainText('檢查中');
    await expect(rowWith(student, document.name).getByRole('button', { name: '送出認證' })).toHaveCount(0);
  } finally {
    await control('engines/clamd', 'start');
  }
  await expect(rowWith(student, document.name).getByRole('button', { name: '送出認證' })).toBeVisible({
    timeout: 60_000,
  });
});

test('with the broker away a student still submits, and the teacher hears of it when it is back', async ({
  signIn,
}) => {
  const student = await signIn('student3');
  const document = pdfFile('訊息晚到.pdf');
  await addOutcome(student, subject, { document });
  await openOutcomes(student, subject);
  await control('engines/broker', 'stop');
  try {
    await submitOutcome(student, document.name);
  } finally {
    await control('engines/broker', 'start');
  }
  const teacher = await signIn('teacher1');
  await expect(async () => {
    const answer = await teacher.request.get('/api/v1/certification/cases');
    const { cases } = (await answer.json()) as { cases: { files: { fileName: string }[] }[] };
    expect(cases.flatMap((one) => one.files.map((file) => file.fileName))).toContain(document.name);
  }).toPass({ timeout: 60_000 });
});

test('with the database away the page says so and recovers by itself', async ({ signIn }) => {
  const student = await signIn('student3');
  await control('engines/postgres', 'stop');
  try {
    const answer = await student.request.get('/api/v1/courses');
    expect(answer.status()).toBe(503);
    expect(Number(answer.headers()['retry-after'])).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ code: 'service_unavailable' });
  } finally {
    await control('engines/postgres', 'start');
  }
  await expect(async () => {
    expect((await student.request.get('/api/v1/courses')).status()).toBe(200);
  }).toPass({ timeout: 60_000 });
});

test('an upload cut in the middle goes on by itself, and the file is the same byte for byte', async ({ signIn }) => {
  const student = await signIn('student3');
  const document = pdfFile('斷線續傳.pdf', 3_500_000);
  const form = await openAddForm(student, subject);
  const network = await student.context().newCDPSession(student);
  const unlimited = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
  await network.send('Network.enable');
  await network.send('Network.emulateNetworkConditions', { ...unlimited, uploadThroughput: 150_000 });
  const sending = student.waitForRequest((request) => request.method() === 'PATCH');
  // A file is sent as soon as it is chosen.
  await fillWork(form, { document });
  await form.getByRole('button', { name: '新增', exact: true }).click();
  await sending;
  await expect(form.getByText('上傳中').first()).toBeVisible();
  await control('services/upload', 'stop');
  try {
    await expect(form.getByText('連線中斷').first()).toBeVisible();
    await network.send('Network.emulateNetworkConditions', unlimited);
  } finally {
    await control('services/upload', 'start');
  }
  const success = dialogWith(student, '成功');
  await success.getByRole('button', { name: 'OK' }).click({ timeout: 60_000 });
  await openOutcomes(student, subject);
  const href = await rowWith(student, document.name).getByRole('link', { name: document.name }).getAttribute('href');
  const file = await student.request.get(href ?? '');
  expect(sha256(await file.body())).toBe(sha256(document.buffer));
});
