import { setTimeout as delay } from 'node:timers/promises';
import type { BlobRef, BlobStore, Verification } from './blob-store.ts';

export interface ScrubOptions {
  store: BlobStore;
  /** The blob whose last check is longest ago; null when none is due. */
  next: () => Promise<BlobRef | null>;
  /** Remembers the result and with it that the blob is not due for a while. */
  done: (blob: BlobRef, result: Verification) => Promise<void>;
  /** A look at the database or a volume failed; the scrub goes on. */
  failed: (error: unknown) => void;
  /** Between two blobs: keeps the load on disks and processor small. */
  pauseMs: number;
}

export interface Scrub {
  stop(): Promise<void>;
}

/** Re-hashes stored blobs one after the other, for ever: a damaged copy is found while the other is still sound. */
export function startScrub(options: ScrubOptions): Scrub {
  const ended = new AbortController();
  const run = async () => {
    while (!ended.signal.aborted) {
      try {
        const blob = await options.next();
        if (blob !== null) await options.done(blob, await options.store.verify(blob));
      } catch (error) {
        options.failed(error);
      }
      await delay(options.pauseMs, undefined, { signal: ended.signal, ref: false }).catch(() => {});
    }
  };
  const running = run();
  return {
    stop() {
      ended.abort();
      return running;
    },
  };
}
