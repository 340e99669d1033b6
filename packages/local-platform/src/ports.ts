import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { loopback } from './types.ts';

// Below the range from which the kernel takes ports for outgoing connections, so that none of those is met.
const lowest = 20_000;
const highest = 31_999;

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: loopback, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

const handedOut = new Set<number>();

export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (handedOut.has(port) || !(await isPortFree(port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new Error(`no free TCP port between ${lowest} and ${highest} on ${loopback}`);
}

export async function requireFreePort(port: number, purpose: string, remedy: string): Promise<void> {
  if (await isPortFree(port)) return;
  const holder = portHolder(port);
  throw new Error(`port ${port} for ${purpose} is taken${holder ? ` by ${holder}` : ''}; ${remedy}`);
}

/** "name (pid 123)" of the process that listens on the port, when the system lets us see it. */
export function portHolder(port: number): string | null {
  const inodes = listeningInodes(port);
  if (inodes.size === 0) return null;
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      for (const descriptor of readdirSync(`/proc/${pid}/fd`)) {
        const target = readlinkSync(`/proc/${pid}/fd/${descriptor}`);
        if (!inodes.has(target)) continue;
        return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (pid ${pid})`;
      }
    } catch {
      // Another user's process, or one that has just ended.
    }
  }
  return null;
}

function listeningInodes(port: number): Set<string> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    try {
      for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
        const fields = line.trim().split(/\s+/);
        if (fields[1]?.endsWith(suffix) && fields[3] === '0A') inodes.add(`socket:[${fields[9]}]`);
      }
    } catch {
      // Not on Linux: the holder stays unknown.
    }
  }
  return inodes;
}
