import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Secrets } from './secrets.ts';

const run = promisify(execFile);

export interface PostgresHome {
  folder: string;
  runAs: string | null;
}

/**
 * As root the server runs as `postgres`, who may be unable to reach the data folder (a clone in root's home,
 * mode 700). Then its data goes to /var/tmp, which survives a restart of the machine, and that is remembered.
 */
export async function postgresHome(dataDir: string, secrets: Secrets): Promise<PostgresHome> {
  const inside = join(dataDir, 'postgres');
  if (process.getuid?.() !== 0) return { folder: inside, runAs: null };
  const runAs = 'postgres';
  const remembered = secrets.get('postgres/folder');
  if (remembered && existsSync(remembered)) return { folder: remembered, runAs };

  const folder = (await canPass(runAs, dataDir)) ? inside : outside(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await run('chown', [runAs, folder]);
  secrets.set('postgres/folder', folder);
  return { folder, runAs };
}

function outside(dataDir: string): string {
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  return `/var/tmp/licheng-${hash}-${process.getuid?.() ?? 0}`;
}

async function canPass(user: string, folder: string): Promise<boolean> {
  const args = [`--reuid=${user}`, `--regid=${user}`, '--init-groups', '--', 'test', '-x', folder];
  try {
    await run('/usr/bin/setpriv', args, { cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
