import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, run } from './run.ts';

export const webRoot = join(root, 'web', 'dist');

// Outside dist/, which is served to the browser.
const stampFile = join(root, 'node_modules', '.licheng-web');
const inputs = ['web', 'packages/portfolio-rules/src', 'packages/rest-contract/src', 'package-lock.json'];
const ignored = new Set(['dist', 'test', 'node_modules']);

/** Builds the web app when one of its inputs has changed. Returns whether it did. */
export async function buildWebIfStale(): Promise<boolean> {
  if (!existsSync(join(root, 'web', 'index.html'))) throw new Error('web/index.html is missing: no web app to build');
  const hash = hashOf(inputs.map((input) => join(root, input)));
  const known = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (known === hash && existsSync(join(webRoot, 'index.html'))) return false;
  rmSync(stampFile, { force: true });
  await run('vite', ['build', '--logLevel', 'warn'], { cwd: join(root, 'web'), quiet: true });
  writeFileSync(stampFile, hash);
  return true;
}

function hashOf(paths: string[]): string {
  const hash = createHash('sha256');
  const add = (path: string) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) if (!ignored.has(name)) add(join(path, name));
    } else {
      hash.update(relative(root, path)).update('\0').update(readFileSync(path));
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}
