import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

const storage = new AsyncLocalStorage<string>();
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A new W3C trace context (https://www.w3.org/TR/trace-context/). */
export function newTraceparent(): string {
  const ids = randomBytes(24).toString('hex');
  return `00-${ids.slice(0, 32)}-${ids.slice(32)}-01`;
}

export function currentTraceparent(): string | undefined {
  return storage.getStore();
}

/** Runs `work` within the caller's trace, or within a new one when the caller's is missing or malformed. */
export function withTrace<T>(traceparent: string | undefined, work: () => T): T {
  const valid = traceparent !== undefined && TRACEPARENT.test(traceparent);
  return storage.run(valid ? traceparent : newTraceparent(), work);
}
