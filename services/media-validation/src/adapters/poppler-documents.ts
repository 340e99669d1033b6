import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DocumentReader } from '../application/ports.ts';
import { requirePrograms, runDecoder } from './run-limited.ts';

const TIMEOUT_MS = 20_000;
const MEMORY_BYTES = 1024 * 1024 * 1024;
/** The longer side in pixels: bounds the work whatever page size the file claims. */
const RENDER_PIXELS = 640;

/** PDF by poppler's own programs. */
export class PopplerDocuments implements DocumentReader {
  constructor() {
    requirePrograms('pdfinfo', 'pdftoppm');
  }

  async firstPage(source: string, target: string): Promise<'rendered' | 'encrypted' | 'unreadable'> {
    const options = { cwd: dirname(target), timeoutMs: TIMEOUT_MS, memoryBytes: MEMORY_BYTES };
    const info = await runDecoder('pdfinfo', [source], options);
    // A file that opens without a password is readable, even when it forbids printing.
    if (info.exitCode !== 0) return /incorrect password/i.test(info.stderr) ? 'encrypted' : 'unreadable';
    const page = await runDecoder(
      'pdftoppm',
      [
        '-png',
        '-singlefile',
        '-f',
        '1',
        '-l',
        '1',
        '-cropbox',
        '-scale-to',
        String(RENDER_PIXELS),
        source,
        target.replace(/\.png$/, ''),
      ],
      options,
    );
    if (page.exitCode !== 0) return 'unreadable';
    return access(target).then(
      () => 'rendered',
      () => 'unreadable',
    );
  }
}
