import { answerFor, RECEIPT_KEYS, SHELL_FILES } from './policy.ts';

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build (offline-shell.ts): a name for this build and the files a student's pages are made of. */
declare const SHELL: { build: string; files: string[] };

const PREFIX = 'licheng-shell-';
const CACHE = PREFIX + SHELL.build;
const KEYS_CACHE = 'licheng-receipt-keys';
const PAGE = '/index.html';
/** A slower network than this gets the page of the last visit; the newer one is kept for the next. */
const PATIENCE_MS = 2_500;

self.addEventListener('install', (event) => {
  event.waitUntil(fillCache().then(() => self.skipWaiting()));
});

/** What an earlier build already brought is taken from there: names carry a hash of the content. */
async function fillCache(): Promise<void> {
  const cache = await caches.open(CACHE);
  const wanted = [PAGE, ...SHELL_FILES, ...SHELL.files];
  await Promise.all(
    wanted.map(async (path) => {
      const kept = path.startsWith('/assets/') ? await caches.match(path) : undefined;
      await cache.put(path, kept ?? (await fetched(path)));
    }),
  );
}

async function fetched(path: string): Promise<Response> {
  const response = await fetch(path, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldBuilds().then(() => self.clients.claim()));
});

/** The build before this one stays: a tab opened with it may still ask for its parts, which the server no longer has. */
async function dropOldBuilds(): Promise<void> {
  const builds = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const kept = new Set([CACHE, ...builds.filter((name) => name !== CACHE).slice(-1)]);
  await Promise.all(builds.filter((name) => !kept.has(name)).map((name) => caches.delete(name)));
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  switch (answerFor(request, self.location.origin)) {
    case 'asset':
      event.respondWith(asset(request));
      break;
    case 'page':
      event.respondWith(page(event));
      break;
    case 'receipt-keys':
      event.respondWith(receiptKeys(request));
      break;
    case 'network':
      break;
  }
});

async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.status === 200) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}

/** The newest page first, so that nobody works with a stale one; the kept one where the network or the server is away. */
async function page(event: FetchEvent): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE);
  const fresh = fetch(event.request).then(async (response) => {
    const isPage = response.ok && response.headers.get('content-type')?.startsWith('text/html') === true;
    if (isPage && !response.redirected) await cache.put(PAGE, response.clone());
    return response.status >= 500 && kept !== undefined ? kept.clone() : response;
  });
  if (kept === undefined) return fresh;
  event.waitUntil(fresh.then(() => undefined).catch(() => undefined));
  const patience = new Promise<Response>((resolve) => setTimeout(() => resolve(kept.clone()), PATIENCE_MS));
  return Promise.race([fresh.catch(() => kept.clone()), patience]);
}

async function receiptKeys(request: Request): Promise<Response> {
  const cache = await caches.open(KEYS_CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(RECEIPT_KEYS, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(RECEIPT_KEYS);
    if (kept !== undefined) return kept;
    throw error;
  }
}
