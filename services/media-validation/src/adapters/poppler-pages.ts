import { access, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DocumentPages, PageSize } from '../application/ports.ts';
import { type Finished, requirePrograms, runDecoder } from './run-limited.ts';

/**
 * What a page may cost is processor time. Of the clock's time a program of low priority may need a lot on a busy machine, which
 * says nothing about its document.
 */
const LIMITS = {
  cpuSeconds: 10,
  timeoutMs: 120_000,
  memoryBytes: 1024 * 1024 * 1024,
};

const PAGES = /^Pages:\s+(\d{1,7})$/gm;
const SIZE = /^Page\s+\d+ size:\s+([\d.]+) x ([\d.]+) pts/gm;
const ROTATION = /^Page\s+\d+ rot:\s+(\d+)$/gm;

/** Pages of a PDF by poppler's own programs, as a reader shows them: cropped and turned. */
export class PopplerPages implements DocumentPages {
  readonly #niceness: number;

  constructor(niceness: number) {
    requirePrograms('pdfinfo', 'pdftoppm');
    this.#niceness = niceness;
  }

  async measure(source: string, limit: number): Promise<{ pageCount: number; sizes: PageSize[] } | null> {
    const args = ['-f', '1', '-l', String(limit), source];
    const { exitCode, stdout } = await this.#run('pdfinfo', args, dirname(source));
    // Title and author come first, and may say anything: what counts is at the end.
    const pageCount = Number([...stdout.matchAll(PAGES)].at(-1)?.[1] ?? 0);
    if (exitCode !== 0 || pageCount === 0) return null;
    const shown = Math.min(limit, pageCount);
    const rotations = [...stdout.matchAll(ROTATION)].slice(-shown).map(([, degrees]) => Number(degrees));
    const sizes = [...stdout.matchAll(SIZE)].slice(-shown).map(([, width, height], index) => {
      const upright = { width: Number(width), height: Number(height) };
      return (rotations[index] ?? 0) % 180 === 0 ? upright : { width: upright.height, height: upright.width };
    });
    return { pageCount, sizes };
  }

  async draw(source: string, page: number, longerSide: number, target: string): Promise<boolean> {
    const only = ['-f', String(page), '-l', String(page), '-singlefile'];
    const scaled = ['-cropbox', '-scale-to', String(longerSide)];
    const root = target.replace(/\.ppm$/, '');
    // What an earlier page left there must not be taken for this one.
    await rm(target, { force: true });
    const { exitCode } = await this.#run('pdftoppm', [...only, ...scaled, source, root], dirname(target));
    if (exitCode !== 0) return false;
    return access(target).then(
      () => true,
      () => false,
    );
  }

  async #run(program: string, args: readonly string[], cwd: string): Promise<Finished> {
    const finished = await runDecoder(program, args, { ...LIMITS, cwd, niceness: this.#niceness });
    if (finished.timedOut) throw new Error(`${program} had no time to finish`);
    return finished;
  }
}
