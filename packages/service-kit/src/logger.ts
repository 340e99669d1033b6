import { pino } from 'pino';
import { currentTraceparent } from './trace.ts';

export type Logger = ReturnType<typeof createLogger>;

/** JSON lines on stdout. Never log bodies, tokens, names or signed links: ids and durations are enough. */
export function createLogger(service: string, level: string) {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => {
      const traceparent = currentTraceparent();
      return traceparent === undefined ? {} : { traceId: traceparent.slice(3, 35) };
    },
  });
}
