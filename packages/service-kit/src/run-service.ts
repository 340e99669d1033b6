export interface Stoppable {
  /** Stops taking work, finishes what is under way, closes connections; later ones are stopped first. */
  stop(): Promise<void> | void;
}

/**
 * Starts a service and stops its parts in reverse order on SIGTERM or SIGINT. Exit code 1 when it cannot start or a
 * promise was dropped, so that the supervisor restarts it.
 */
export async function runService(start: () => Promise<readonly Stoppable[]>): Promise<void> {
  const fail = (error: unknown) => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    process.exit(1);
  };
  process.on('unhandledRejection', fail);
  process.on('uncaughtException', fail);
  try {
    const parts = await start();
    let stopping = false;
    const stop = async () => {
      if (stopping) return;
      stopping = true;
      for (const part of parts.toReversed()) await part.stop();
      process.exit(0);
    };
    process.once('SIGTERM', () => void stop().catch(fail));
    process.once('SIGINT', () => void stop().catch(fail));
  } catch (error) {
    fail(error);
  }
}
