import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import type { ReceiptResource } from '@licheng/rest-contract';
import type { Text } from '../support/language.ts';
import { expect, test } from '../support/test.ts';
import { pdfFile, sha256 } from '../support/files.ts';
import { addOutcome, dialogWith, openOutcomes, rowWith } from '../support/people.ts';

const subject = '英文(三)';

/** Submits an outcome with this document and stands on its receipt afterwards. */
async function submitAndOpenReceipt(student: Page, words: Text, document: ReturnType<typeof pdfFile>): Promise<void> {
  await addOutcome(student, subject, { document });
  await openOutcomes(student, subject);
  await rowWith(student, document.name).getByRole('button', { name: words.outcome.submit, exact: true }).click();
  const confirmation = dialogWith(student, words.outcome.confirmSubmitBody);
  await confirmation.getByRole('button', { name: words.outcome.confirmSubmit, exact: true }).click();
  await dialogWith(student, words.outcome.submitted).getByRole('link', { name: words.outcome.viewReceipt }).click();
  await expect(student.getByRole('heading', { level: 1, name: words.receipt.title })).toBeVisible();
}

async function download(student: Page, words: Text): Promise<ReceiptResource> {
  const [saved] = await Promise.all([
    student.waitForEvent('download'),
    student.getByRole('button', { name: words.receipt.download }).click(),
  ]);
  expect(saved.suggestedFilename()).toContain(subject);
  return JSON.parse(readFileSync(await saved.path(), 'utf8')) as ReceiptResource;
}

const asFile = (receipt: unknown) => ({
  name: 'receipt.json',
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify(receipt)),
});

async function openVerifyPage(page: Page, words: Text): Promise<Locator> {
  await page.goto('/verify');
  await expect(page.getByRole('heading', { level: 1, name: words.verify.title })).toBeVisible();
  return page.getByLabel(words.verify.choose);
}

test('a receipt names the very files, is printed without the page around it, and verified by anyone', async ({
  signIn,
  visitor,
  words,
}) => {
  const work = pdfFile('我的學習成果.pdf');
  const student = await signIn('student5');
  await submitAndOpenReceipt(student, words, work);
  const sheet = student.getByRole('article');
  await expect(sheet).toContainText('學生5');
  await expect(sheet).toContainText('測試機構');
  const groups = sha256(work.buffer).match(/.{8}/g) ?? [];
  for (const group of groups) await expect(sheet.getByText(group, { exact: true })).toBeVisible();

  await student.emulateMedia({ media: 'print' });
  await expect(student.getByRole('navigation')).toHaveCount(0);
  await expect(student.getByRole('button', { name: words.receipt.download })).toBeHidden();
  await expect(sheet.getByText(groups[0] ?? '', { exact: true })).toBeVisible();
  await student.emulateMedia({ media: 'screen' });
  const receipt = await download(student, words);
  expect(receipt.receipt.files.map((file) => file.sha256)).toEqual([sha256(work.buffer)]);

  // Somebody without an account, on another device.
  const { page: anyone } = await visitor();
  const choose = await openVerifyPage(anyone, words);
  await choose.setInputFiles(asFile(receipt));
  await expect(anyone.getByText(words.verify.validTitle)).toBeVisible();
  await expect(anyone.getByText(words.verify.notProvenTitle)).toBeVisible();
  await anyone.getByLabel(words.verify.compareChoose).setInputFiles(work);
  await expect(anyone.getByText(words.verify.same(work.name, words.slot.document))).toBeVisible();
  await anyone.getByLabel(words.verify.compareChoose).setInputFiles(pdfFile('另一份.pdf'));
  await expect(anyone.getByText(words.verify.different('另一份.pdf'))).toBeVisible();
  const excess = await anyone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(excess).toBeLessThanOrEqual(0);
});

test('a receipt that was tampered with is refused, and without a network a genuine one is still known', async ({
  signIn,
  visitor,
  words,
}) => {
  const student = await signIn('student5');
  await submitAndOpenReceipt(student, words, pdfFile('期末報告.pdf'));
  const receipt = await download(student, words);

  const { page: anyone } = await visitor();
  const choose = await openVerifyPage(anyone, words);
  const another = anyone.getByRole('button', { name: words.verify.another });
  const [head, payload = '', signature] = receipt.jws.split('.');
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString()) as ReceiptResource['receipt'];
  const earlier = Buffer.from(JSON.stringify({ ...content, submittedAt: '2022-07-08T06:00:00.000Z' }));
  const cases = [
    [{ ...receipt, receipt: { ...receipt.receipt, studentName: '學生1' } }, words.verify.fault.text_altered.title],
    [
      { ...receipt, jws: `${head}.${earlier.toString('base64url')}.${signature}` },
      words.verify.fault.signature_wrong.title,
    ],
    [{ hello: 'world' }, words.verify.fault.not_a_receipt.title],
  ] as const;
  for (const [forged, title] of cases) {
    await choose.setInputFiles(asFile(forged));
    await expect(anyone.getByText(title)).toBeVisible();
    await expect(anyone.getByText(words.verify.validTitle)).toHaveCount(0);
    await another.click();
  }

  await anyone.context().setOffline(true);
  await anyone.getByLabel(words.verify.paste).fill(receipt.jws);
  await anyone.getByRole('button', { name: words.verify.check, exact: true }).click();
  await expect(anyone.getByText(words.verify.validTitle)).toBeVisible();
});

test('keys from a file are used instead of those of the site', async ({ signIn, visitor, words }) => {
  const student = await signIn('student5');
  await submitAndOpenReceipt(student, words, pdfFile('讀書心得.pdf'));
  const receipt = await download(student, words);
  const { page: anyone } = await visitor();
  const choose = await openVerifyPage(anyone, words);
  await anyone.getByText(words.verify.keysTitle, { exact: true }).click();
  const stranger = { kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA', kid: 'stranger', x: 'A'.repeat(43) };
  await anyone.getByLabel(words.verify.keysChoose).setInputFiles(asFile({ keys: [stranger] }));
  await choose.setInputFiles(asFile(receipt));
  await expect(anyone.getByText(words.verify.fault.key_unknown.title)).toBeVisible();
});
