import { setTimeout as delay } from 'node:timers/promises';

/** Polls until the condition gives something true, and returns that. The error says what was waited for. */
export async function waitUntil<Value>(
  condition: () => Value | Promise<Value>,
  options: { timeoutMs?: number; intervalMs?: number; what: string },
): Promise<NonNullable<Value>> {
  const { timeoutMs = 10_000, intervalMs = 20, what } = options;
  const until = performance.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > until) {
      throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, lastError ? { cause: lastError } : undefined);
    }
    await delay(intervalMs);
  }
}

/** Time that passes only when a test says so. */
export class TestClock {
  #nowMs: number;

  constructor(start: Date | string = '2026-09-01T08:00:00+08:00') {
    this.#nowMs = new Date(start).getTime();
  }

  readonly now = (): Date => new Date(this.#nowMs);

  advance(durationMs: number): void {
    if (durationMs < 0) throw new RangeError('time does not run backwards');
    this.#nowMs += durationMs;
  }

  set(moment: Date | string): void {
    this.#nowMs = new Date(moment).getTime();
  }
}
