import { describe, expect, it } from 'vitest';
import { answerFor } from '../service-worker/policy.ts';

const ORIGIN = 'https://licheng.example';
const asked = (path: string, { method = 'GET', mode = 'cors' } = {}) =>
  answerFor({ method, mode, url: new URL(path, ORIGIN).href }, ORIGIN);

describe('what the service worker may answer', () => {
  it.each([
    '/api/v1/session',
    '/api/v1/outcomes/1',
    '/api/v1/receipts/1',
    '/api/v1/events',
    '/api/v1/receipt-keys/extra',
    '/files/signed?token=1',
  ])('keeps out of %s, fetched or opened', (path) => {
    expect(asked(path)).toBe('network');
    expect(asked(path, { mode: 'navigate' })).toBe('network');
  });

  it('keeps the public keys of receipts', () => {
    expect(asked('/api/v1/receipt-keys')).toBe('receipt-keys');
  });

  it('never answers what changes something, nor another site', () => {
    expect(asked('/courses', { method: 'POST', mode: 'navigate' })).toBe('network');
    expect(asked('/api/v1/receipt-keys', { method: 'DELETE' })).toBe('network');
    expect(asked('https://elsewhere.example/assets/index.js')).toBe('network');
  });

  it.each(['/assets/index-abc.js', '/icon.svg', '/manifest.webmanifest'])('keeps %s of the shell', (path) => {
    expect(asked(path)).toBe('asset');
  });

  it.each(['/', '/login', '/courses/1', '/verify'])('starts the app at %s without a network', (path) => {
    expect(asked(path, { mode: 'navigate' })).toBe('page');
  });
});
