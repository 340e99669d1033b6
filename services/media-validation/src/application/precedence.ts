import { setTimeout as delay } from 'node:timers/promises';

/** Lets what people wait for go before what can wait. */
export class Precedence {
  #urgent = 0;
  #quiet = Promise.withResolvers<void>();

  /** Runs work that nothing may hold up. */
  async first<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#urgent += 1;
    try {
      return await work();
    } finally {
      this.#urgent -= 1;
      if (this.#urgent === 0) {
        this.#quiet.resolve();
        this.#quiet = Promise.withResolvers<void>();
      }
    }
  }

  /** Resolves when nothing urgent is at work, or after `patienceMs`: what can wait shall not wait for ever. */
  async quiet(patienceMs: number): Promise<void> {
    if (this.#urgent === 0) return;
    const waiting = new AbortController();
    await Promise.race([
      this.#quiet.promise,
      delay(patienceMs, undefined, { signal: waiting.signal, ref: false }).catch(() => {}),
    ]);
    waiting.abort();
  }
}
