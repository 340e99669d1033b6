import { type FileHandle, open, readdir } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LichengError } from '@licheng/portfolio-rules';
import { PAGE_HEADERS } from './security-headers.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};
const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;
/** The build puts a hash of the content into every name here. */
const HASHED = '/assets/';
const PAGE = '/index.html';
/** A build that is replaced under a running gateway is found without a restart. */
const RESCAN_AFTER_MS = 2_000;

interface Asset {
  file: string;
  mediaType: string;
  encodings: Set<string>;
}

async function scan(root: string): Promise<ReadonlyMap<string, Asset>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const all = new Set(files);
  const assets = new Map<string, Asset>();
  for (const file of files) {
    const mediaType = MEDIA_TYPES[extname(file)];
    if (mediaType === undefined) continue;
    const encodings = new Set(ENCODINGS.filter(({ suffix }) => all.has(file + suffix)).map(({ name }) => name));
    assets.set(`/${relative(root, file).split(sep).join('/')}`, { file, mediaType, encodings });
  }
  return assets;
}

/** The web build. Only names found in its folder are ever opened, so no request can lead out of it. */
export class StaticFiles {
  readonly #root: string;
  readonly #extraHeaders: Record<string, string>;
  #assets: ReadonlyMap<string, Asset> = new Map();
  #scannedAtMs = Number.NEGATIVE_INFINITY;

  constructor(root: string, extraHeaders: Record<string, string>) {
    this.#root = root;
    this.#extraHeaders = extraHeaders;
  }

  /** Any other page's path belongs to the application, which has its own routes. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new LichengError('not_found');
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const wantsPage = (request.headers.accept ?? '').includes('text/html');
    const asset = (await this.#find(path)) ?? (wantsPage || path === '/' ? await this.#find(PAGE) : undefined);
    if (asset === undefined) throw new LichengError('not_found');
    await this.#send(asset, path, request, response);
  }

  async #find(path: string): Promise<Asset | undefined> {
    const known = this.#assets.get(path);
    if (known !== undefined) return known;
    const now = performance.now();
    if (now - this.#scannedAtMs < RESCAN_AFTER_MS) return undefined;
    this.#scannedAtMs = now;
    this.#assets = await scan(this.#root);
    return this.#assets.get(path);
  }

  async #send(asset: Asset, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const accepted = new Set((request.headers['accept-encoding'] ?? '').split(',').map((part) => part.trim()));
    const encoding = ENCODINGS.find(({ name }) => asset.encodings.has(name) && accepted.has(name));
    const file = await openFile(asset.file + (encoding?.suffix ?? ''));
    try {
      const { size, mtimeMs } = await file.stat();
      const etag = `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`;
      const headers: OutgoingHttpHeaders = {
        ...PAGE_HEADERS,
        ...this.#extraHeaders,
        'cache-control':
          path.startsWith(HASHED) && asset.mediaType !== MEDIA_TYPES['.html']
            ? 'public, max-age=31536000, immutable'
            : 'no-cache',
        etag,
        vary: 'accept-encoding',
      };
      if (request.headers['if-none-match'] === etag) {
        response.writeHead(304, headers).end();
        return;
      }
      response.writeHead(200, {
        ...headers,
        'content-type': asset.mediaType,
        'content-length': size,
        ...(encoding === undefined ? {} : { 'content-encoding': encoding.name }),
      });
      if (request.method === 'HEAD') response.end();
      else await pipeline(file.createReadStream({ autoClose: false }), response).catch(() => {});
    } finally {
      await file.close();
    }
  }
}

/** @throws LichengError `not_found` when a newer build has taken it away. */
async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (cause) {
    throw new LichengError('not_found', {}, { cause });
  }
}
