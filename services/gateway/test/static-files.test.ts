import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { waitUntil } from '@licheng/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, problemOf, startGateway } from './harness.ts';

const PAGE = '<!doctype html><title>歷程</title>';
const SCRIPT = 'console.log(1);'.repeat(50);
const asPage = { headers: { accept: 'text/html,*/*' } };

let gateway: Harness;
beforeAll(async () => {
  gateway = await startGateway({ publicUrl: 'https://licheng.example.test' });
  await mkdir(join(gateway.webRoot, 'assets'));
  await writeFile(join(gateway.webRoot, 'index.html'), PAGE);
  await writeFile(join(gateway.webRoot, 'assets', 'main-abc.js'), SCRIPT);
  await writeFile(join(gateway.webRoot, 'assets', 'main-abc.js.gz'), gzipSync(SCRIPT));
});
afterAll(() => gateway.stop());

/** The path exactly as given: fetch would tidy it. */
function rawStatus(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ port: gateway.port, host: '127.0.0.1', path }, (answer) => resolve(answer.resume().statusCode))
      .once('error', reject)
      .end();
  });
}

describe('the web build', () => {
  test.each(['/', '/courses/1', '/login?next=/'])('%s is the application’s page, never kept unasked', async (path) => {
    const answer = await fetch(`${gateway.url}${path}`, asPage);
    expect(await answer.text()).toBe(PAGE);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    const again = await fetch(`${gateway.url}${path}`, {
      headers: { accept: 'text/html', 'if-none-match': answer.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  test('a page runs and shows only what comes from here', async () => {
    const { headers } = await fetch(`${gateway.url}/`, asPage);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; " +
        "connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000',
    });
    expect(headers.get('permissions-policy')).toContain('camera=(self)');
  });

  test('hashed files are kept for ever and sent compressed to whoever can read that', async () => {
    const plain = await fetch(`${gateway.url}/assets/main-abc.js`, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(plain.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(plain.headers.has('content-encoding')).toBe(false);
    expect(await plain.text()).toBe(SCRIPT);
    const packed = await fetch(`${gateway.url}/assets/main-abc.js`, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(SCRIPT.length);
    expect(await packed.text()).toBe(SCRIPT);
  });

  test('nothing outside its folder, and no page for a script that is missing', async () => {
    await writeFile(join(gateway.webRoot, '..', 'outside.txt'), 'secret');
    expect(await rawStatus('/../outside.txt')).toBe(404);
    expect(await rawStatus('/%2e%2e/outside.txt')).toBe(404);
    expect(await rawStatus('/assets/..%2f..%2foutside.txt')).toBe(404);
    expect(await problemOf(await fetch(`${gateway.url}/assets/gone.js`))).toMatchObject({ status: 404 });
    expect((await fetch(`${gateway.url}/`, { method: 'POST' })).status).toBe(404);
  });

  test('a newer build is found without a restart', async () => {
    await writeFile(join(gateway.webRoot, 'assets', 'later-def.js'), 'later');
    await waitUntil(async () => (await fetch(`${gateway.url}/assets/later-def.js`)).status === 200, {
      what: 'the new file',
    });
  });
});
