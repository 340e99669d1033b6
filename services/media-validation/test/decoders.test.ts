import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mp4, png } from '@licheng/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FfmpegProbe } from '../src/adapters/ffmpeg-probe.ts';
import { runDecoder, runLimited } from '../src/adapters/run-limited.ts';
import { SharpImages } from '../src/adapters/sharp-images.ts';
import { playlist } from './files.ts';
import { IMAGE_CHILD } from './running-validation.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'licheng-decoders-'));
});
afterEach(() => rm(dir, { recursive: true }));

const limits = () => ({ cwd: dir, timeoutMs: 10_000, memoryBytes: 512 * 1024 * 1024 });

describe('a limited program', () => {
  it('is ended with everything it started when its time is over', async () => {
    const startedAt = performance.now();
    const result = await runLimited('sh', ['-c', 'sleep 60 & sleep 60'], { ...limits(), timeoutMs: 300 });
    expect(result.exitCode).toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('gets no more memory than allowed', async () => {
    const greedy = await runLimited('sh', ['-c', 'head -c 900000000 /dev/zero | tail -c 900000000 | wc -c'], limits());
    expect(Number(greedy.stdout)).toBeLessThan(900_000_000);
  });

  it('sees none of our secrets', async () => {
    process.env['LICHENG_TEST_SECRET'] = 'secret';
    const { stdout } = await runLimited('env', [], limits());
    delete process.env['LICHENG_TEST_SECRET'];
    expect(stdout).not.toContain('LICHENG_TEST_SECRET');
  });

  it('that is missing is an error, not a verdict', async () => {
    await expect(runLimited('no-such-program', [], limits())).rejects.toThrow('no-such-program cannot be run');
  });

  it('that crashes is tried once more', async () => {
    const script = join(dir, 'crash-once');
    await writeFile(script, `#!/bin/sh\n[ -e ${dir}/crashed ] && exit 0\ntouch ${dir}/crashed\nkill -9 $$\n`);
    await chmod(script, 0o700);
    expect((await runDecoder(script, [], limits())).exitCode).toBe(0);
  });
});

describe('FfmpegProbe', () => {
  it('opens nothing a playlist names, neither file nor address', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const listed = join(dir, 'listed.mp4');
    await writeFile(listed, await mp4());
    const probe = await FfmpegProbe.create(dir);
    for (const address of [listed, `file://${listed}`, `http://127.0.0.1:${port}/a.mp4`]) {
      const path = join(dir, 'list.mp4');
      await writeFile(path, playlist(address));
      expect(await probe.isReadable(path, 'video/mp4'), address).toBe(false);
      expect(await probe.isReadable(path, 'audio/mpeg'), address).toBe(false);
      expect(await probe.poster(path, join(dir, 'poster.png')), address).toBe(false);
    }
    expect(asked).toBe(0);
    expect(await readdir(dir)).not.toContain('poster.png');
    server.close();
  });

  it('takes a poster from a film shorter than a second', async () => {
    const path = join(dir, 'short.mp4');
    await writeFile(path, await mp4(0.4));
    const probe = await FfmpegProbe.create(dir);
    expect(await probe.poster(path, join(dir, 'poster.png'))).toBe(true);
  });
});

describe('SharpImages', () => {
  it('reads on after its child was killed or could not read a picture', async () => {
    const images = new SharpImages(IMAGE_CHILD);
    const [good, bad, target] = [join(dir, 'good.png'), join(dir, 'bad.png'), join(dir, 't.webp')];
    await writeFile(good, await png(800, 600));
    await writeFile(bad, 'no picture');
    expect(await images.thumbnail(good, target)).toBe(true);
    expect(await images.thumbnail(bad, target)).toBe(false);
    await images.stop();
    expect(await images.thumbnail(good, target)).toBe(true);
    await images.stop();
  });

  it('opens none of the formats we do not take', async () => {
    const images = new SharpImages(IMAGE_CHILD);
    const path = join(dir, 'a.png');
    await writeFile(
      path,
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>',
    );
    expect(await images.thumbnail(path, join(dir, 't.webp'))).toBe(false);
    await images.stop();
  });

  it('calls a picture unreadable whose child crashes twice, and names a program that cannot start', async () => {
    const crashing = join(dir, 'crash.mjs');
    await writeFile(crashing, `process.on('message', () => process.kill(process.pid, 'SIGKILL'));`);
    const images = new SharpImages([crashing]);
    expect(await images.thumbnail('a.png', 't.webp')).toBe(false);
    await images.stop();
    await writeFile(crashing, 'throw new Error("broken");');
    await expect(new SharpImages([crashing]).thumbnail('a.png', 't.webp')).rejects.toThrow('ended with 1');
  });
});
