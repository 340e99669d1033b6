// Bundles each service into services/<name>/dist/main.js, so that a process starts fast and small. Packages with native parts
// stay outside the bundle. `--if-stale` rebuilds only services whose inputs have changed.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { root } from './run.ts';

/** Native code, or wasm files found beside their own module. */
const EXTERNAL = ['sharp', '@node-rs/argon2', 'pg-native', '@prisma/client', '@prisma/adapter-pg', 'file-type'];

async function hashOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files.toSorted())
    hash.update(relative(root, file)).update(existsSync(file) ? await readFile(file) : '-');
  return hash.digest('hex');
}

const lockfile = join(root, 'package-lock.json');
const ownSource = join(root, 'scripts/build.ts');

async function isFresh(stampFile: string): Promise<boolean> {
  if (!existsSync(stampFile)) return false;
  const stamp = JSON.parse(await readFile(stampFile, 'utf8')) as { inputs: string[]; hash: string };
  return (await hashOf([...stamp.inputs.map((i) => join(root, i)), lockfile, ownSource])) === stamp.hash;
}

/** @param dir a service's folder, or the setup job's; @param entry its entry file. */
async function buildBundle(dir: string, entry: string): Promise<boolean> {
  const stampFile = join(dir, 'dist/stamp.json');
  if (process.argv.includes('--if-stale') && existsSync(join(dir, 'dist/main.js')) && (await isFresh(stampFile)))
    return false;
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(dir, entry)],
    outfile: join(dir, 'dist/main.js'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: 'linked',
    sourcesContent: false,
    keepNames: true,
    metafile: true,
    external: EXTERNAL,
    logLevel: 'warning',
    // CommonJS packages inside an ES module bundle still call require and __dirname.
    banner: {
      js: "import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); const __dirname = __dn(__filename);",
    },
  });
  const inputs = Object.keys(metafile.inputs).filter((i) => !i.includes('node_modules/'));
  const hash = await hashOf([...inputs.map((i) => join(root, i)), lockfile, ownSource]);
  await writeFile(stampFile, JSON.stringify({ inputs, hash }));
  return true;
}

const services = (await readdir(join(root, 'services'))).filter((s) =>
  existsSync(join(root, 'services', s, 'src/main.ts')),
);
const built = await Promise.all([
  ...services.map((service) => buildBundle(join(root, 'services', service), 'src/main.ts')),
  buildBundle(join(root, 'deploy/setup'), 'main.ts'),
]);
console.log(`bundles built: ${built.filter(Boolean).length} of ${built.length}, the others were current`);
