/** How the service worker answers a request; `network` means that it keeps out of it altogether. */
export type Answer = 'page' | 'asset' | 'receipt-keys' | 'network';

export const RECEIPT_KEYS = '/api/v1/receipt-keys';

/** Small files of the shell whose names carry no hash. */
export const SHELL_FILES = [
  '/icon.svg',
  '/manifest.webmanifest',
  '/icons/icon-192.png',
  '/icons/icon-512.png',
  '/icons/maskable-512.png',
];

/**
 * The rule that keeps personal data out of every cache: nothing under /api/ and /files/ is ever answered or kept here, but for
 * the public keys with which anybody can check a receipt offline.
 */
export function answerFor(request: { method: string; mode: string; url: string }, origin: string): Answer {
  const url = new URL(request.url);
  if (url.origin !== origin || request.method !== 'GET') return 'network';
  if (url.pathname === RECEIPT_KEYS) return 'receipt-keys';
  if (url.pathname.startsWith('/api/') || url.pathname.startsWith('/files/')) return 'network';
  if (url.pathname.startsWith('/assets/') || SHELL_FILES.includes(url.pathname)) return 'asset';
  return request.mode === 'navigate' ? 'page' : 'network';
}
