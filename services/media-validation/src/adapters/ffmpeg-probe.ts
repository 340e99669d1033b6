import { access, chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { MediaProbe } from '../application/ports.ts';
import { CHILD_ENV, limited, requirePrograms, runDecoder } from './run-limited.ts';

const PROBE_TIMEOUT_MS = 15_000;
const DECODE_TIMEOUT_MS = 60_000;
const POSTER_TIMEOUT_MS = 20_000;
const MEMORY_BYTES = 1536 * 1024 * 1024;
const POSTER_AT_SECONDS = 1;

/**
 * The format is always forced: left to guess, ffmpeg takes a playlist named .mp4 for one and opens what it lists. Only
 * files may be opened, never an address.
 */
const FORMATS = { 'audio/mpeg': 'mp3', 'video/mp4': 'mp4' } as const;
const input = (format: string) => ['-protocol_whitelist', 'file', '-f', format];

const probed = z.object({
  streams: z.array(z.object({ codec_type: z.string(), codec_name: z.string().default('unknown') })),
  format: z.object({ duration: z.coerce.number().positive() }),
});

export class FfmpegProbe implements MediaProbe {
  readonly #program: string;

  private constructor(program: string) {
    this.#program = program;
  }

  /** @param workDir gets a small script: fluent-ffmpeg can start one program only, and limits need a prefix. */
  static async create(workDir: string): Promise<FfmpegProbe> {
    requirePrograms('ffmpeg', 'ffprobe', 'nice', 'prlimit');
    const program = join(workDir, 'bin', 'limited-ffmpeg');
    const command = limited('ffmpeg', ['"$@"'], { timeoutMs: POSTER_TIMEOUT_MS, memoryBytes: MEMORY_BYTES }).join(' ');
    await mkdir(dirname(program), { recursive: true, mode: 0o700 });
    await writeFile(program, `#!/bin/sh\nexec env -i PATH='${CHILD_ENV.PATH}' LANG=C.UTF-8 ${command}\n`);
    await chmod(program, 0o700);
    return new FfmpegProbe(program);
  }

  async isReadable(source: string, mediaType: 'audio/mpeg' | 'video/mp4'): Promise<boolean> {
    const format = FORMATS[mediaType];
    const options = { cwd: dirname(source), memoryBytes: MEMORY_BYTES };
    const probe = await runDecoder(
      'ffprobe',
      [
        '-v',
        'error',
        ...input(format),
        '-show_entries',
        'stream=codec_type,codec_name:format=duration',
        '-of',
        'json',
        source,
      ],
      { ...options, timeoutMs: PROBE_TIMEOUT_MS },
    );
    if (probe.exitCode !== 0) return false;
    const found = probed.safeParse(JSON.parse(probe.stdout));
    const playable = found.data?.streams.some(
      ({ codec_type, codec_name }) => ['audio', 'video'].includes(codec_type) && codec_name !== 'unknown',
    );
    if (playable !== true) return false;
    // ffprobe is content with a film that ends in the middle of its data; reading it to the end is what finds that.
    // Recorders leave odd bytes between the frames of an MP3, which every player skips, so there faults are no end.
    const strict = mediaType === 'video/mp4' ? ['-xerror'] : [];
    // Key frames alone keep an hour of film within the time limit; the data in between is still read.
    const decoding = ['-nostdin', '-v', 'error', ...strict, '-threads', '1', '-skip_frame', 'nokey'];
    const nowhere = ['-map', '0:v:0?', '-map', '0:a:0?', '-f', 'null', '-'];
    const decode = await runDecoder('ffmpeg', [...decoding, ...input(format), '-i', source, ...nowhere], {
      ...options,
      timeoutMs: DECODE_TIMEOUT_MS,
    });
    return decode.exitCode === 0;
  }

  async poster(source: string, target: string): Promise<boolean> {
    const { default: ffmpeg } = await import('fluent-ffmpeg');
    const at = (seconds: number) =>
      new Promise<boolean>((resolve) => {
        ffmpeg(source, { timeout: POSTER_TIMEOUT_MS / 1000, cwd: dirname(target) })
          .setFfmpegPath(this.#program)
          .inputFormat('mp4')
          .inputOptions(['-protocol_whitelist file', '-threads 1'])
          .seekInput(seconds)
          .noAudio()
          .frames(1)
          .videoFilters("scale='min(640,iw)':'min(640,ih)':force_original_aspect_ratio=decrease")
          .outputFormat('image2')
          .outputOptions('-update 1')
          .once('end', () => resolve(true))
          .once('error', () => resolve(false))
          .save(target);
      });
    // A clip that is shorter has nothing there.
    if ((await at(POSTER_AT_SECONDS)) && (await exists(target))) return true;
    return (await at(0)) && (await exists(target));
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
