import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { LichengError } from '@licheng/portfolio-rules';
import type { Passwords } from '../application/ports.ts';

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Hashes at once: each takes a core and 19 MiB. */
const CONCURRENCY = 2;
/** Whoever would wait longer than the callers' deadline is told so at once. */
const MAX_WAITING = 100;

/** Runs few at once and queues the rest, so that everyone signing in together cannot exhaust the memory. */
export class BoundedQueue {
  readonly #concurrency: number;
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(concurrency: number, maxWaiting: number) {
    this.#concurrency = concurrency;
    this.#maxWaiting = maxWaiting;
  }

  /** @throws LichengError `service_unavailable` when too many wait already. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#concurrency) {
      if (this.#waiting.length >= this.#maxWaiting) throw new LichengError('service_unavailable');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The place is handed over, not freed: nobody who comes now may pass those who wait.
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

export class Argon2Passwords implements Passwords {
  readonly #queue = new BoundedQueue(CONCURRENCY, MAX_WAITING);
  readonly #hashOfNobody: string;

  private constructor(hashOfNobody: string) {
    this.#hashOfNobody = hashOfNobody;
  }

  static async create(): Promise<Argon2Passwords> {
    return new Argon2Passwords(await argon2id(randomBytes(32).toString('base64')));
  }

  hash(password: string): Promise<string> {
    return this.#queue.run(() => argon2id(password));
  }

  async matches(password: string, passwordHash: string | null): Promise<boolean> {
    const matches = await this.#queue.run(() => verify(passwordHash ?? this.#hashOfNobody, password));
    return matches && passwordHash !== null;
  }
}

/** The library's default algorithm; the database takes no hash of another. */
const argon2id = (password: string): Promise<string> => hash(password, PARAMETERS);
