import { publishVerdicts } from '../application/publish-verdicts.ts';
import type { CaseStore } from '../application/ports.ts';

/** Backstop for verdicts of another replica that ended before it published them. */
const POLL_MS = 5_000;
/** Verdicts given close to each other are published together. */
const TOGETHER_MS = 250;

export interface VerdictPublisher {
  /** A verdict was given now, to be published after the time to undo. */
  expect(): void;
  stop(): Promise<void>;
}

/** Publishes verdicts when their time has come: its own replica's on time, those of a replica that died soon after. */
export function startVerdictPublisher(options: {
  store: CaseStore;
  undoMs: number;
  log: { error(details: object, message: string): void };
}): VerdictPublisher {
  const { store, undoMs, log } = options;
  const wakes = new Set<number>();
  let running: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const publish = () => {
    running = running
      .then(() => (stopped ? 0 : publishVerdicts(store)))
      // What is not published stays due.
      .catch((error: unknown) => log.error({ err: error }, 'verdicts not published'));
  };
  const poll = setInterval(publish, POLL_MS);
  publish();

  return {
    expect() {
      const step = undoMs === 0 ? 1 : TOGETHER_MS;
      const wakeAtMs = Math.ceil((Date.now() + undoMs + 5) / step) * step;
      if (stopped || wakes.has(wakeAtMs)) return;
      wakes.add(wakeAtMs);
      setTimeout(() => {
        wakes.delete(wakeAtMs);
        publish();
      }, wakeAtMs - Date.now()).unref();
    },
    async stop() {
      stopped = true;
      clearInterval(poll);
      await running;
    },
  };
}
