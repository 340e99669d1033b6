// Puts together what one service's image holds: the bundle, the packages that stay outside it, the web app for the gateway and
// the migrations for the setup job. Usage: node deploy/assemble.ts <service> <target folder>
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [service = '', target = ''] = process.argv.slice(2);
const source = service === 'setup' ? join(root, 'deploy/setup') : join(root, 'services', service);
if (!existsSync(join(source, 'dist/main.js'))) throw new Error(`${service} has not been built`);

mkdirSync(target, { recursive: true });
for (const file of ['main.js', 'main.js.map']) cpSync(join(source, 'dist', file), join(target, file));

interface Manifest {
  version: string;
  dependencies?: Record<string, string>;
}
const manifestOf = (dir: string) => JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Manifest;

// The bundle names what it left outside; each of those is installed with the version the lockfile chose.
const bundle = readFileSync(join(source, 'dist/main.js'), 'utf8');
const external = [
  ...new Set(
    [...bundle.matchAll(/(?:from|import\(|import|require\()\s*"((?:@[\w.-]+\/)?[\w.-]+)/g)].map((m) => m[1] ?? ''),
  ),
].filter((name) => !isBuiltin(name) && existsSync(join(root, 'node_modules', name, 'package.json')));
const dependencies = Object.fromEntries(
  external.map((name) => [name, manifestOf(join(root, 'node_modules', name)).version]),
);
writeFileSync(join(target, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }, null, 2));
if (external.length > 0) {
  execFileSync('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: target,
    stdio: 'inherit',
  });
}

if (service === 'gateway') cpSync(join(root, 'web/dist'), join(target, 'web'), { recursive: true });
if (service === 'setup') {
  for (const name of readdirSync(join(root, 'services'))) {
    const migrations = join(root, 'services', name, 'prisma/migrations');
    if (existsSync(migrations)) cpSync(migrations, join(target, 'migrations', name), { recursive: true });
  }
}
