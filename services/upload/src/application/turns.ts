/** The right to work on one upload's staged file. */
export interface Turn {
  /** Aborted when somebody else waits for the turn. */
  readonly signal: AbortSignal;
  /** Somebody else was at work first: what was known of the upload before may be out of date. */
  readonly waited: boolean;
  end(): void;
}

/**
 * One at a time for each upload, and the newcomer wins: a client that lost its connection comes back while the server still
 * waits for bytes on the dead one. The holder is told to stop receiving, keeps what it has, and only then the next one begins.
 */
export class Turns {
  readonly #held = new Map<string, { controller: AbortController; ended: Promise<void> }>();

  has(id: string): boolean {
    return this.#held.has(id);
  }

  async take(id: string): Promise<Turn> {
    let waited = false;
    for (let holder = this.#held.get(id); holder !== undefined; holder = this.#held.get(id)) {
      waited = true;
      holder.controller.abort();
      await holder.ended;
    }
    const controller = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.set(id, { controller, ended: promise });
    return {
      signal: controller.signal,
      waited,
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
