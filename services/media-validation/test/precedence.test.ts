import { expect, it } from 'vitest';
import { Precedence } from '../src/application/precedence.ts';

it('what can wait waits until the last urgent work has ended', async () => {
  const precedence = new Precedence();
  const order: string[] = [];
  const [a, b] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const first = precedence.first(() => a.promise).then(() => order.push('a'));
  const second = precedence.first(() => b.promise).then(() => order.push('b'));
  const waiting = precedence.quiet(60_000).then(() => order.push('quiet'));
  a.resolve();
  await first;
  b.resolve();
  await Promise.all([second, waiting]);
  expect(order.toSorted()).toEqual(['a', 'b', 'quiet']);
  expect(order[0]).toBe('a');
  await precedence.quiet(60_000);
});

it('what can wait does not wait for ever, and a failure is an end too', async () => {
  const precedence = new Precedence();
  const never = Promise.withResolvers<void>();
  const work = precedence.first(() => never.promise);
  await precedence.quiet(1);
  never.reject(new Error('failed'));
  await expect(work).rejects.toThrow('failed');
  await precedence.quiet(60_000);
});
