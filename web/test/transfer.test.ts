import { describe, expect, it } from 'vitest';
import { isGone, isWorthRetrying, uploadIdOf } from '../src/features/upload/transfer.ts';

describe('an upload', () => {
  it.each([
    ['/api/v1/uploads/0199', '0199'],
    ['https://example.test/api/v1/uploads/0199/', '0199'],
    ['/api/v1/uploads/0199?x=/y', '0199'],
  ])('at %s has the id %s', (url, id) => {
    expect(uploadIdOf(url)).toBe(id);
  });

  it('is tried again after silence, a moved offset, a lock or a server in trouble', () => {
    for (const status of [0, 408, 409, 423, 429, 500, 503]) expect(isWorthRetrying(status)).toBe(true);
  });

  it('is not tried again after a refusal', () => {
    for (const status of [400, 401, 403, 404, 410, 413, 415]) expect(isWorthRetrying(status)).toBe(false);
  });

  it('begins anew only when the server has really forgotten it: trouble never costs the bytes already sent', () => {
    for (const status of [404, 410]) expect(isGone(status)).toBe(true);
    for (const status of [0, 401, 403, 409, 423, 500, 502, 503]) expect(isGone(status)).toBe(false);
  });
});
