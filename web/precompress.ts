import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

const COMPRESSIBLE = /\.(js|css|html|svg|webmanifest)$/;

/** Puts a `.br` and a `.gz` beside each text file: the gateway sends them as they are and compresses nothing itself. */
export function precompress(): Plugin {
  return {
    name: 'licheng-precompress',
    apply: 'build',
    async writeBundle({ dir = 'dist' }, bundle) {
      const fromPublic = await readdir('public', { recursive: true });
      const names = [...Object.keys(bundle), ...fromPublic].filter((name) => COMPRESSIBLE.test(name));
      await Promise.all(
        names.map(async (name) => {
          const file = join(dir, name);
          const content = await readFile(file);
          const [brotli, gzipped] = await Promise.all([
            toBrotli(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
            toGzip(content, { level: 9 }),
          ]);
          await Promise.all([writeFile(`${file}.br`, brotli), writeFile(`${file}.gz`, gzipped)]);
        }),
      );
    },
  };
}
