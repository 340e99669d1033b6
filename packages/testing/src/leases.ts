import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Takes the first free number of a pool for this process; making a folder succeeds for one taker only. */
export function lease(leasesDir: string, pool: string, size: number): { number: number; giveBack: () => void } {
  for (let number = 0; number < size; number += 1) {
    const folder = join(leasesDir, `${pool}${number}`);
    try {
      mkdirSync(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw error;
    }
    return { number, giveBack: () => rmSync(folder, { recursive: true, force: true }) };
  }
  throw new Error(`all ${size} of "${pool}" are in use by this test run; make the pool larger`);
}
