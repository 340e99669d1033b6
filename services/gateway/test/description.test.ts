import { ERROR_CODES } from '@licheng/portfolio-rules';
import { API_OPERATIONS, ERROR_TITLES } from '@licheng/rest-contract';
import { openApiDocument } from '@licheng/rest-contract/openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, startGateway } from './harness.ts';

let gateway: Harness;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

describe('the API’s description', () => {
  test('is served as it is generated, to anyone', async () => {
    const answer = await gateway.visit('GET', '/api/v1/openapi.json');
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });

  test('can be read as a page in the language asked for, Chinese otherwise', async () => {
    const page = async (query: string, headers: Record<string, string> = {}) =>
      (await gateway.visit('GET', `/api/docs${query}`, undefined, headers)).text();
    const chinese = await page('');
    expect(chinese).toContain('<html lang="zh-Hant-TW">');
    expect(chinese).toContain(ERROR_TITLES.window_closed['zh-Hant']);
    expect(await page('', { 'accept-language': 'en' })).toContain('<html lang="en">');
    expect(await page('?lang=zh-Hant', { 'accept-language': 'en' })).toBe(chinese);
    const english = await page('?lang=en');
    for (const [id, { path, summary }] of Object.entries(API_OPERATIONS)) {
      expect(english, id).toContain(`<details id="${id}">`);
      expect(english).toContain(`<code>${path}</code>`);
      expect(chinese).toContain(summary['zh-Hant']);
    }
    for (const code of ERROR_CODES) expect(english).toContain(`<tr id="error-${code}">`);
  });

  test('needs nothing that the strictest policy forbids, and every link of it leads somewhere', async () => {
    const answer = await gateway.visit('GET', '/api/docs');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    const html = await answer.text();
    expect(html).not.toMatch(/<script| style=| on\w+="|https?:/);
    const style = await gateway.visit('GET', '/api/docs/page.css');
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
    const targets = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((id) => !targets.has(id))).toEqual([]);
  });
});
