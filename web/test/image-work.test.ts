import { describe, expect, it } from 'vitest';
import { sizesToTry } from '../src/features/upload/image-work.ts';

describe('a picture that is made smaller', () => {
  it('is first tried as large as it is', () => {
    expect(sizesToTry({ width: 4032, height: 3024 })[0]).toEqual({ width: 4032, height: 3024 });
  });

  it('is never made larger, and no size is tried twice', () => {
    expect(sizesToTry({ width: 1000, height: 2000 })).toEqual([{ width: 1000, height: 2000 }]);
  });

  it('keeps its shape and at least one pixel', () => {
    expect(sizesToTry({ width: 20_000, height: 2 })).toEqual([
      { width: 4096, height: 1 },
      { width: 3200, height: 1 },
      { width: 2560, height: 1 },
      { width: 2048, height: 1 },
    ]);
    for (const { width, height } of sizesToTry({ width: 8000, height: 6000 }))
      expect(width / height).toBeCloseTo(4 / 3);
  });
});
