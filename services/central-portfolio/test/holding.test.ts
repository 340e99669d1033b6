import { expect, test } from 'vitest';
import { acknowledge, judge } from '../src/domain/holding.ts';

const file = {
  slot: 'document',
  uploadId: 'u',
  fileName: '報告.pdf',
  mediaType: 'application/pdf',
  sizeBytes: 5,
  sha256: 'ab'.repeat(32),
};

test('bytes are kept only with the size and hash of the manifest; the size is told first', () => {
  expect(judge(file, { sizeBytes: 5, sha256: file.sha256 })).toEqual({ kept: true });
  expect(judge({ ...file, sha256: file.sha256.toUpperCase() }, { sizeBytes: 5, sha256: file.sha256 })).toEqual({
    kept: true,
  });
  expect(judge(file, { sizeBytes: 5, sha256: 'cd'.repeat(32) })).toEqual({ kept: false, rejection: 'hash_mismatch' });
  expect(judge(file, { sizeBytes: 6, sha256: file.sha256 })).toEqual({ kept: false, rejection: 'size_mismatch' });
});

test('an item is received when all its files are, and never without any', () => {
  expect(acknowledge([{ kept: true }, { kept: true }])).toEqual({ result: 'received' });
  expect(acknowledge([{ kept: true }, { kept: false, rejection: 'file_missing' }])).toEqual({
    result: 'rejected',
    rejection: 'file_missing',
  });
  expect(acknowledge([])).toEqual({ result: 'rejected', rejection: 'file_missing' });
});
