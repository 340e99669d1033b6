import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { which } from './which.ts';

const run = promisify(execFile);

const isRoot = () => process.getuid?.() === 0;

export function installCommand(packages: readonly string[]): string {
  const prefix = isRoot() ? '' : 'sudo ';
  return `${prefix}apt-get update && ${prefix}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

export async function mayInstall(): Promise<true | { because: string }> {
  if (!which('apt-get')) return { because: 'There is no apt-get here to install them with.' };
  if (isRoot()) return true;
  try {
    await run('sudo', ['-n', 'true']);
    return true;
  } catch {
    return { because: 'Installing needs root, and sudo asks for a password.' };
  }
}

// Debian starts a server as soon as it is installed unless this file says no; ours are started privately.
const script = `
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' INT TERM HUP
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -q -o DPkg::Lock::Timeout=300 update || echo 'apt-get update failed; trying with the lists at hand'
apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
`;

export async function installPackages(packages: readonly string[], progress: (line: string) => void): Promise<void> {
  const shell = ['sh', '-c', script, 'sh', ...packages];
  const [command, ...args] = isRoot() ? shell : ['sudo', '-n', ...shell];
  const child = spawn(command as string, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const last: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      last.push(line);
      if (last.length > 20) last.shift();
      if (/^(Setting up|Unpacking|Get:)/.test(line)) progress(line.slice(0, 100));
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Error(`apt-get failed (exit code ${code}):\n${last.join('\n')}\nBy hand:\n  ${installCommand(packages)}`);
  }
}
