import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

/**
 * One holder per data folder and name. A holder that died is recognised and replaced; a living one is named in
 * the error. Returns the function that lets go.
 */
export function holdFolder(dataDir: string, name: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, `${name}.lock`);
  const mine = identify(process.pid);
  const prepared = `${file}.${process.pid}`;
  writeFileSync(prepared, JSON.stringify(mine));
  try {
    for (;;) {
      try {
        // A link is made whole or not at all, unlike a file that is created first and filled later.
        linkSync(prepared, file);
        return () => rmSync(file, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = read(file);
      if (holder && isAlive(holder)) {
        throw new Error(`the data folder ${dataDir} is in use by process ${holder.pid}; stop that one first`);
      }
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(prepared, { force: true });
  }
}

export function folderHolder(dataDir: string, name: string): ProcessIdentity | null {
  const holder = read(join(dataDir, `${name}.lock`));
  return holder && isAlive(holder) ? holder : null;
}

function read(file: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}
