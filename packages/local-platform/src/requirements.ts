import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installCommand, installPackages, mayInstall } from './apt-install.ts';
import { isExecutable, which } from './which.ts';

interface Requirement {
  what: string;
  debianPackage: string;
  find: () => string | null;
}

const requirements = {
  postgres: { what: 'PostgreSQL server', debianPackage: 'postgresql', find: findPostgres },
  rabbitmq: { what: 'RabbitMQ server', debianPackage: 'rabbitmq-server', find: findRabbitmq },
  epmd: { what: 'epmd (Erlang, for RabbitMQ)', debianPackage: 'rabbitmq-server', find: () => which('epmd') },
  redis: { what: 'Redis server', debianPackage: 'redis-server', find: () => which('redis-server') },
  clamd: { what: 'clamd (ClamAV)', debianPackage: 'clamav-daemon', find: () => which('clamd') },
  ffmpeg: { what: 'ffmpeg', debianPackage: 'ffmpeg', find: () => which('ffmpeg') },
  ffprobe: { what: 'ffprobe', debianPackage: 'ffmpeg', find: () => which('ffprobe') },
  pdftoppm: { what: 'pdftoppm (poppler)', debianPackage: 'poppler-utils', find: () => which('pdftoppm') },
  chromium: { what: 'Chromium', debianPackage: 'chromium', find: () => which('chromium') },
  cjkFont: { what: 'a font with Chinese characters', debianPackage: 'fonts-wqy-microhei', find: findCjkFont },
} as const satisfies Record<string, Requirement>;

export type RequirementName = keyof typeof requirements;
export type Programs<Name extends RequirementName = RequirementName> = Record<Name, string>;

export class MissingRequirements extends Error {
  override name = 'MissingRequirements';
  readonly missing: readonly RequirementName[];

  constructor(missing: readonly RequirementName[], reason: string) {
    const lines = missing.map((name) => `  - ${requirements[name].what}`);
    super(
      `this machine lacks:\n${lines.join('\n')}\n${reason}\nInstall with:\n  ${installCommand(packagesOf(missing))}`,
    );
    this.missing = missing;
  }
}

/** Finds the programs; installs what is missing where that is allowed. Paths by requirement. */
export async function ensureRequirements<Name extends RequirementName>(
  names: readonly Name[],
  progress: (line: string) => void,
): Promise<Programs<Name>> {
  const missing = names.filter((name) => requirements[name].find() === null);
  if (missing.length > 0) {
    const allowed = await mayInstall();
    if (allowed !== true) throw new MissingRequirements(missing, allowed.because);
    const packages = packagesOf(missing);
    progress(`installing ${packages.join(' ')} from the distribution`);
    await installPackages(packages, progress);
    const still = missing.filter((name) => requirements[name].find() === null);
    if (still.length > 0) throw new MissingRequirements(still, 'apt-get ended well, yet they cannot be found.');
  }
  return Object.fromEntries(names.map((name) => [name, requirements[name].find()])) as Programs<Name>;
}

function packagesOf(names: readonly RequirementName[]): string[] {
  return [...new Set(names.map((name) => requirements[name].debianPackage))];
}

/** Debian keeps the server's programs out of PATH, one folder per major version. */
function findPostgres(): string | null {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(root, version, 'bin'));
  const found = newestFirst.find(
    (folder) => isExecutable(join(folder, 'postgres')) && isExecutable(join(folder, 'initdb')),
  );
  if (found) return found;
  const inPath = which('postgres');
  return inPath && which('initdb') ? join(inPath, '..') : null;
}

function findRabbitmq(): string | null {
  const plain = '/usr/lib/rabbitmq/bin/rabbitmq-server';
  return isExecutable(plain) ? plain : which('rabbitmq-server');
}

function findCjkFont(): string | null {
  const known = '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc';
  if (existsSync(known)) return known;
  const lister = which('fc-list');
  if (!lister) return null;
  const fonts = execFileSync(lister, [':lang=zh-tw', 'file'], { encoding: 'utf8' }).trim();
  return fonts.split('\n')[0]?.replace(/: *$/, '') || null;
}
