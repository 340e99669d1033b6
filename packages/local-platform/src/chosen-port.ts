import { findFreePort, isPortFree, requireFreePort } from './ports.ts';
import type { Secrets } from './secrets.ts';

/** A given port, or refused; else the one used last time, or a free one that is remembered for the next. */
export async function choosePort(
  secrets: Secrets,
  name: string,
  given: number | undefined,
  progress: (line: string) => void,
): Promise<number> {
  if (given !== undefined) {
    await requireFreePort(given, name, 'free it or choose another');
    return given;
  }
  const remembered = Number(secrets.get(`port/${name}`));
  if (remembered && (await isPortFree(remembered))) return remembered;
  const port = await findFreePort();
  if (remembered) progress(`port ${remembered} of ${name} is taken now, using ${port}`);
  secrets.set(`port/${name}`, String(port));
  return port;
}
