import { describe, expect, it } from 'vitest';
import { createRateMeter } from '../src/features/upload/transfer-rate.ts';

describe('speed and time left', () => {
  it('are told only once they mean something', () => {
    const rateOf = createRateMeter(1_000_000);
    expect(rateOf(0, 0)).toBeNull();
    expect(rateOf(500, 200_000)).toBeNull();
    expect(rateOf(1_000, 100_000)).toBeNull();
  });

  it('are bytes by the second and whole seconds, rounded up', () => {
    const rateOf = createRateMeter(1_000_000);
    rateOf(0, 0);
    expect(rateOf(1_000, 100_000)).toEqual({ bytesPerSecond: 100_000, secondsLeft: 9 });
    expect(rateOf(2_000, 250_000)).toEqual({ bytesPerSecond: 125_000, secondsLeft: 6 });
  });

  it('forget a fast beginning when the network becomes slow', () => {
    const rateOf = createRateMeter(10_000_000);
    rateOf(0, 0);
    rateOf(1_000, 1_000_000);
    for (let second = 2; second <= 8; second += 1) rateOf(second * 1_000, 1_000_000 + second * 10_000);
    expect(rateOf(9_000, 1_090_000)?.bytesPerSecond).toBeLessThan(15_000);
  });

  it('begin anew when the server has less than was handed to the network', () => {
    const rateOf = createRateMeter(1_000_000);
    rateOf(0, 0);
    rateOf(1_000, 500_000);
    expect(rateOf(2_000, 100_000)).toBeNull();
    expect(rateOf(3_000, 200_000)).toEqual({ bytesPerSecond: 100_000, secondsLeft: 8 });
  });

  it('count from where an earlier upload stopped, not from nothing', () => {
    const rateOf = createRateMeter(1_000_000);
    rateOf(0, 630_000);
    expect(rateOf(1_000, 640_000)?.bytesPerSecond).toBe(10_000);
  });
});
