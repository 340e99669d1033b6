import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** A text that never changes while the process lives, made when first asked for. */
export class FixedText {
  readonly #make: () => string;
  readonly #mediaType: string;
  #bytes: { plain: Buffer; gzip: Buffer } | undefined;

  constructor(mediaType: string, make: () => string) {
    this.#mediaType = mediaType;
    this.#make = make;
  }

  send(request: IncomingMessage, response: ServerResponse, headers: Record<string, string>): void {
    if (this.#bytes === undefined) {
      const plain = Buffer.from(this.#make());
      this.#bytes = { plain, gzip: gzipSync(plain) };
    }
    const accepted = (request.headers['accept-encoding'] ?? '').split(',').map((part) => part.trim());
    const zipped = accepted.includes('gzip');
    const bytes = zipped ? this.#bytes.gzip : this.#bytes.plain;
    response.writeHead(200, {
      ...headers,
      'content-type': `${this.#mediaType}; charset=utf-8`,
      'content-length': bytes.length,
      ...(zipped ? { 'content-encoding': 'gzip' } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  }
}
