import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const WEB = fileURLToPath(new URL('..', import.meta.url));
const VITE = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url));

const BUDGET_BYTES = 100_000;
/** Before anything can be read: what a slow phone waits for at its first visit. */
const FIRST_BUDGET_BYTES = 72_000;

/** Everything else a build contains is a student's: what is added counts until it is said here why not. */
const NOT_A_STUDENTS: readonly RegExp[] = [
  /\/features\/certification\//,
  /\/features\/deputies\//,
  /\/features\/hand-in\/hand-in-desk/,
  /\/features\/calendar\//,
  // Public, for whoever was given a receipt.
  /\/features\/receipt\/verify-page/,
  // Only in browsers without Ed25519 or Web Crypto.
  /@noble\//,
];

interface Part {
  file: string;
  src?: string;
  imports?: string[];
  dynamicImports?: string[];
}

let folder: string;
let manifest: Record<string, Part>;
/** What the page itself names. */
let first: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licheng-web-'));
  const { NODE_ENV: _mode, VITEST: _vitest, ...env } = process.env;
  await promisify(execFile)(
    process.execPath,
    [VITE, 'build', '--outDir', folder, '--manifest', '--logLevel', 'error'],
    {
      cwd: WEB,
      env,
    },
  );
  manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Record<string, Part>;
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  first = Object.keys(manifest).filter((key) => page.includes(`src="/${manifest[key]?.file}"`));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Keys of the manifest that are loaded when `begin` are, and with `later` what they may load when it is needed. */
function loadedBy(begin: readonly string[], later: boolean, without: (key: string) => boolean): Set<string> {
  const found = new Set<string>();
  const add = (key: string) => {
    const part = manifest[key];
    if (part === undefined || found.has(key) || without(key)) return;
    found.add(key);
    for (const next of [...(part.imports ?? []), ...(later ? (part.dynamicImports ?? []) : [])]) add(next);
  };
  for (const key of begin) add(key);
  return found;
}

const scriptsOf = (keys: Iterable<string>): Set<string> =>
  new Set([...keys].map((key) => manifest[key]?.file ?? '').filter((file) => file.endsWith('.js')));

async function gzippedSize(files: Iterable<string>): Promise<number> {
  const sizes = await Promise.all([...files].map(async (file) => (await stat(join(folder, `${file}.gz`))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** One person reads one language: the larger dictionary counts, the other does not. */
async function lessOneLanguage(files: Set<string>): Promise<number> {
  const sizes = await Promise.all(
    ['zh-hant', 'en'].map(async (language) => {
      const file = manifest[`src/text/${language}/index.ts`]?.file;
      return file !== undefined && files.has(file) ? gzippedSize([file]) : 0;
    }),
  );
  return (await gzippedSize(files)) - Math.min(...sizes);
}

describe('a student’s JavaScript, gzipped', () => {
  it('weighs at most 100 kB over the whole path, whatever of it is used', async () => {
    const foreign = (key: string) => NOT_A_STUDENTS.some((pattern) => pattern.test(`/${key}`));
    const own = scriptsOf(loadedBy(first, true, foreign));
    const others = [...scriptsOf(Object.keys(manifest))].filter((file) => !own.has(file));
    // Workers stand in no manifest: they count by being there.
    const built = await readdir(join(folder, 'assets'));
    const all = built.filter((name) => name.endsWith('.js')).map((name) => `assets/${name}`);
    const counted = new Set(all.filter((file) => !others.includes(file)));
    expect(counted.size).toBeGreaterThan(10);
    const bytes = await lessOneLanguage(counted);
    console.log(`student path: ${bytes} bytes in ${counted.size} files`);
    expect(bytes).toBeLessThanOrEqual(BUDGET_BYTES);
  });

  it('weighs little before the first page can be read', async () => {
    const languages = ['src/text/zh-hant/index.ts', 'src/text/en/index.ts'];
    const bytes = await lessOneLanguage(scriptsOf(loadedBy([...first, ...languages], false, () => false)));
    expect(first.length).toBe(2);
    console.log(`first load: ${bytes} bytes`);
    expect(bytes).toBeLessThanOrEqual(FIRST_BUDGET_BYTES);
  });
});
