import type { Logger, Stoppable } from '@licheng/service-kit';

const POLL_MS = 1_000;

/** Runs `tick` every second, never twice at a time; what fails is tried again with the next tick. */
export function startClock(tick: () => Promise<void>, log: Logger): Stoppable {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= tick()
      .catch((error: unknown) => log.warn({ err: error }, 'reminders not settled'))
      .finally(() => {
        running = undefined;
      });
  }, POLL_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
