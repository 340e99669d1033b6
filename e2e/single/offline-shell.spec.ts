import { expect, test } from '../support/test.ts';
import { pdfFile } from '../support/files.ts';
import { addOutcome, openOutcomes } from '../support/people.ts';

test.use({ serviceWorkers: 'allow' });

test('the app can be installed: manifest, icons and a service worker that controls the page', async ({ page }) => {
  await page.goto('/');
  const session = await page.context().newCDPSession(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const { errors, manifest } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(manifest).toBeDefined();
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A headless profile counts as incognito; everything else must be in order.
  expect(installabilityErrors.map((error) => error.errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
});

test('without a network the app starts, says so in words, and goes on by itself', async ({ signIn, words }) => {
  const student = await signIn('student1');
  await student.evaluate(() => navigator.serviceWorker.ready);
  await student.goto('/courses');
  await student.context().setOffline(true);
  await student.reload();
  await expect(student.getByRole('heading', { name: words.offline.title })).toBeVisible();
  await student.context().setOffline(false);
  await expect(student.getByRole('heading', { name: words.course.title })).toBeVisible();
});

test('no personal answer and no file is ever kept by the service worker, and logging out leaves nothing', async ({
  signIn,
  words,
}) => {
  const student = await signIn('student1');
  await student.evaluate(() => navigator.serviceWorker.ready);
  await addOutcome(student, '英文(三)', { document: pdfFile('私人.pdf'), summary: '私人的字' });
  await openOutcomes(student, '英文(三)');
  const kept = () =>
    student.evaluate(async () => {
      const paths: string[] = [];
      for (const name of await caches.keys()) {
        for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
      }
      return paths;
    });
  const all = await kept();
  expect(all).toContain('/index.html');
  expect(all.filter((path) => /^\/(api|files)\//.test(path) && path !== '/api/v1/receipt-keys')).toEqual([]);

  await student.getByRole('button', { name: words.shell.accountMenu }).click();
  await student.getByRole('button', { name: words.shell.signOut }).click();
  await expect(student.getByRole('heading', { name: words.login.title })).toBeVisible();
  const left = await student.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
  expect(left.filter((key) => !['licheng.language', 'licheng.theme'].includes(key))).toEqual([]);
});

test('a kept page is never shown while the network answers, and gives way to the newest', async ({ page, words }) => {
  await page.goto('/login');
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const [name] = (await caches.keys()).filter((one) => one.startsWith('licheng-shell-'));
    const stale = new Response('<title>stale</title>', { headers: { 'content-type': 'text/html' } });
    await (await caches.open(name ?? '')).put('/index.html', stale);
  });
  await page.reload();
  await expect(page.getByRole('heading', { name: words.login.title })).toBeVisible();
  const keptNow = await page.evaluate(async () => (await caches.match('/index.html'))?.text());
  expect(keptNow).toContain('<div id="app">');
  const worker = await page.request.get('/sw.js');
  expect(worker.headers()['cache-control']).toContain('no-cache');
});
