import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '@licheng/blob-store';
import { LichengError } from '@licheng/portfolio-rules';
import type { LinkSigner, UploadStore } from '../application/ports.ts';
import { openLink } from '../application/open-link.ts';
import { rangeOf } from './byte-range.ts';
import { sendProblem } from './problem.ts';

export interface FileLinks {
  uploads: UploadStore;
  blobs: BlobStore;
  signer: LinkSigner;
  now: () => Date;
}

/** Files come from people: whatever they hold, it runs no script and reaches nothing of our origin. */
const SANDBOX =
  "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; img-src 'self'; " +
  "frame-ancestors 'self'";
/** The browser's PDF viewer does not start in a sandboxed document; it is one itself. */
const PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/** GET and HEAD /files/<token>. @throws LichengError. */
export async function serveFile(
  links: FileLinks,
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new LichengError('not_found');
  const file = await openLink(links, token);
  if (file === 'expired') return sendProblem(request, response, new LichengError('not_found', { expired: true }), 410);
  const { blob, mediaType, fileName } = file;
  const etag = `"${blob.sha256}"`;
  response.setHeaders(
    new Headers({
      'content-type': mediaType,
      'content-disposition': `inline; filename*=UTF-8''${encodeRfc8187(fileName)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': mediaType === 'application/pdf' ? PDF_POLICY : SANDBOX,
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, max-age=300, immutable',
      'accept-ranges': 'bytes',
      etag,
    }),
  );
  if (request.headers['if-none-match']?.includes(etag) === true) return void response.writeHead(304).end();
  // RFC 9110, 13.1.5: with another version in hand the client wants the whole file.
  const sameVersion = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
  const range = sameVersion ? rangeOf(request.headers.range, blob.sizeBytes) : null;
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${blob.sizeBytes}`, 'content-length': 0 }).end();
    return;
  }
  const content = request.method === 'GET' ? await links.blobs.open(blob, range ?? undefined) : null;
  if (range === null) response.writeHead(200, { 'content-length': blob.sizeBytes });
  else {
    response.writeHead(206, {
      'content-range': `bytes ${range.start}-${range.end}/${blob.sizeBytes}`,
      'content-length': range.end - range.start + 1,
    });
  }
  if (content === null) return void response.end();
  // A reader that goes away half-way is no fault of ours.
  await pipeline(content, response).catch(() => {});
}

/** ext-value of RFC 8187: encodeURIComponent leaves four characters that need quoting there. */
function encodeRfc8187(value: string): string {
  return encodeURIComponent(value).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
