import { createReadStream } from 'node:fs';
import { LichengError } from '@licheng/portfolio-rules';
import { type HostAndPort, withTimeout } from '@licheng/service-kit';
import NodeClam from 'clamscan';
import type { VirusScanner } from '../application/ports.ts';

/** Silence on the connection; and everything together, because clamscan never settles when clamd hangs. */
const SILENCE_MS = 30_000;
const TIMEOUT_MS = 60_000;

/**
 * clamd over TCP by INSTREAM, failing closed: the answer is `clean` only when clamd said so of the whole stream. The package
 * would otherwise fall back to programs on this machine, and reports an answer it does not understand as `null`.
 */
export class ClamdScanner implements VirusScanner {
  readonly #address: HostAndPort;

  constructor(address: HostAndPort) {
    this.#address = address;
  }

  async scan(path: string): Promise<'clean' | 'infected'> {
    const content = createReadStream(path);
    try {
      const { isInfected } = await withTimeout(this.#ask(content), TIMEOUT_MS, 'the virus scan');
      if (isInfected === false) return 'clean';
      if (isInfected === true) return 'infected';
      throw new Error('the scanner gave no clear answer');
    } catch (cause) {
      throw new LichengError('service_unavailable', { dependency: 'clamd' }, { cause });
    } finally {
      content.destroy();
    }
  }

  async #ask(content: ReturnType<typeof createReadStream>): Promise<{ isInfected: boolean | null }> {
    const { host, port } = this.#address;
    const clam = await new NodeClam().init({
      preference: 'clamdscan',
      clamscan: { active: false },
      // No path: it must not look for the command-line scanner either. No test: scanning is the test.
      clamdscan: { host, port, timeout: SILENCE_MS, localFallback: false, path: '', bypassTest: true, active: true },
    });
    return clam.scanStream(content);
  }
}
