import { createHash, randomBytes } from 'node:crypto';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Staging } from '../src/index.ts';
import { freshVolumes } from './volumes.ts';

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

async function makeStaging() {
  const [home] = (await freshVolumes()).volumes;
  if (home === undefined) throw new Error('no volume');
  return { home, staging: new Staging(home) };
}

describe('Staging', () => {
  const content = randomBytes(10_000);

  it('hashes a file that comes in pieces as if it came whole', async () => {
    const { staging } = await makeStaging();
    for (let at = 0; at < content.length; at += 3_000) {
      const file = await staging.open('u1');
      expect(file.offset).toBe(at);
      await file.append([content.subarray(at, at + 1_000), content.subarray(at + 1_000, at + 3_000)]);
      await file.sync();
      await file.close();
    }
    const whole = await staging.open('u1');
    expect(whole.digest()).toBe(sha256(content));
    await whole.close();
    expect(await staging.offset('u1')).toBe(content.length);
  });

  it('goes on after a restart with what the file holds', async () => {
    const { home, staging } = await makeStaging();
    const file = await staging.open('u1');
    await file.append([content.subarray(0, 4_000)]);
    await file.close();
    const continued = await new Staging(home).open('u1');
    expect(continued.offset).toBe(4_000);
    await continued.append([content.subarray(4_000)]);
    expect(continued.digest()).toBe(sha256(content));
    await continued.close();
  });

  it('believes the file when it holds more than was remembered', async () => {
    const { home, staging } = await makeStaging();
    const file = await staging.open('u1');
    await file.append([content.subarray(0, 4_000)]);
    await file.close();
    await appendFile(join(home.incomingDir, 'u1'), content.subarray(4_000));
    const continued = await staging.open('u1');
    expect(continued.digest()).toBe(sha256(content));
    await continued.close();
  });

  it('lists and removes what is staged, and nothing else', async () => {
    const { home, staging } = await makeStaging();
    await (await staging.open('u1')).close();
    await writeFile(join(home.incomingDir, 'half.copy'), '');
    expect(await staging.list()).toEqual(['u1']);
    await staging.remove('u1');
    await staging.remove('u1');
    expect(await staging.list()).toEqual([]);
    expect(await staging.offset('u1')).toBe(0);
    await expect(staging.open('../u1')).rejects.toThrow(TypeError);
  });
});
