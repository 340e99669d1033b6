import { expect, test } from 'vitest';
import { BoundedQueue } from '../src/adapters/argon2-passwords.ts';

test('runs no more than its number at once, the rest in order, and refuses what would wait too long', async () => {
  const queue = new BoundedQueue(2, 3);
  const releases: (() => void)[] = [];
  const started: number[] = [];
  const work = (n: number) =>
    queue.run(() => {
      started.push(n);
      return new Promise<void>((resolve) => releases.push(resolve));
    });
  const all = [1, 2, 3, 4, 5].map(work);
  expect(started).toEqual([1, 2]);
  await expect(work(6)).rejects.toMatchObject({ code: 'service_unavailable' });
  for (let n = 0; n < all.length; n += 1) {
    releases[n]?.();
    await all[n];
    expect(started.length).toBe(Math.min(5, n + 3));
  }
  expect(started).toEqual([1, 2, 3, 4, 5]);
});
