import { setTimeout as delay, setImmediate as nextRound } from 'node:timers/promises';

/** The right to work on one upload's staged file. */
export interface Turn {
  /** Aborted when somebody else takes over. */
  readonly signal: AbortSignal;
  /** Somebody else was at work first: what was known of the upload before may be out of date. */
  readonly waited: boolean;
  /** Its holder heard from the sender. */
  readonly heard: () => void;
  end(): void;
}

interface Holder {
  controller: AbortController;
  ended: Promise<void>;
  heardAt: number;
}

/** A sender that says nothing for this long gives way to the next one: most likely it is the same, on a new connection. */
const QUIET_MS = 1_000;
/** How long one waits for a sender that is at work. */
const PATIENCE_MS = 2_000;

/**
 * One at a time for each upload. A client that lost its connection comes back while the server still waits for bytes on the dead
 * one: that holder is told to stop receiving, keeps what it has, and only then the next one begins. A holder whose bytes keep
 * coming is another window of the same person: it goes on.
 */
export class Turns {
  readonly #held = new Map<string, Holder>();

  has(id: string): boolean {
    return this.#held.has(id);
  }

  /** Ends whoever is at work. */
  async take(id: string): Promise<Turn> {
    let waited = false;
    for (let holder = this.#held.get(id); holder !== undefined; holder = this.#held.get(id)) {
      waited = true;
      holder.controller.abort();
      await holder.ended;
    }
    return this.#hold(id, waited);
  }

  /** Ends only a holder that fell silent. @returns null when one stays at work. */
  async takeWhenQuiet(id: string): Promise<Turn | null> {
    let waited = false;
    const until = performance.now() + PATIENCE_MS;
    for (let holder = this.#held.get(id); holder !== undefined; holder = this.#held.get(id)) {
      waited = true;
      const now = performance.now();
      const quietIn = holder.heardAt + QUIET_MS - now;
      if (quietIn <= 0) {
        // Bytes that came while this process was busy are heard first.
        await nextRound();
        if (holder.heardAt + QUIET_MS > performance.now()) continue;
        holder.controller.abort();
        await holder.ended;
      } else {
        if (now >= until) return null;
        const waiting = new AbortController();
        await Promise.race([
          holder.ended,
          delay(Math.min(quietIn, until - now), undefined, { signal: waiting.signal }).catch(() => {}),
        ]);
        waiting.abort();
      }
    }
    return this.#hold(id, waited);
  }

  #hold(id: string, waited: boolean): Turn {
    const { promise, resolve } = Promise.withResolvers<void>();
    const holder: Holder = { controller: new AbortController(), ended: promise, heardAt: performance.now() };
    this.#held.set(id, holder);
    return {
      signal: holder.controller.signal,
      waited,
      heard: () => {
        holder.heardAt = performance.now();
      },
      end: () => {
        this.#held.delete(id);
        resolve();
      },
    };
  }

  /** Tells everyone who holds a turn now to stop receiving, and waits for them. */
  async endAll(): Promise<void> {
    const holders = [...this.#held.values()];
    for (const { controller } of holders) controller.abort();
    await Promise.all(holders.map(({ ended }) => ended));
  }
}
