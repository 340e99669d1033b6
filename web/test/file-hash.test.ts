import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256Of } from '../src/features/upload/file-hash.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text).buffer;

describe('the fingerprint of a file', () => {
  it('is the SHA-256 the server computes, in lower-case hex with leading zeros', async () => {
    for (const text of ['', '我的學習成果', 'a', ...Array.from({ length: 40 }, (_, i) => `file ${i}`)]) {
      expect(await sha256Of(bytesOf(text))).toBe(createHash('sha256').update(text).digest('hex'));
    }
  });
});
