import { createHash, randomBytes } from 'node:crypto';
import { LichengError, type Role } from '@licheng/portfolio-rules';
import type { Redis } from '../redis.ts';

interface StoredSession {
  person: { id: string; name: string; login: string; role: Role };
  institution: { id: string; name: string };
  csrfToken: string;
  createdAtMs: number;
  touchedAtMs: number;
}

export interface Session extends StoredSession {
  /** SHA-256 of the id in the cookie: whoever reads Redis cannot sign in with what is there. */
  key: string;
}

const HOUR_MS = 3_600_000;
const SLIDING_MS = 8 * HOUR_MS;
export const ABSOLUTE_MS = 12 * HOUR_MS;
/** Writing back on every request would double the work of reading. */
const TOUCH_EVERY_MS = 60_000;

const newSecret = (): string => randomBytes(32).toString('base64url');
export const sessionKey = (id: string): string => createHash('sha256').update(id).digest('hex');
const redisKey = (key: string): string => `session:${key}`;

/** Sessions live in Redis alone: any gateway serves them, and signing out ends them everywhere at once. */
export class Sessions {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async create(who: Pick<Session, 'person' | 'institution'>): Promise<{ id: string; session: Session }> {
    const id = newSecret();
    const key = sessionKey(id);
    const now = Date.now();
    const stored: StoredSession = { ...who, csrfToken: newSecret(), createdAtMs: now, touchedAtMs: now };
    await this.#redis.run((client) =>
      client.set(redisKey(key), JSON.stringify(stored), { PX: lifetimeMs(stored, now) }),
    );
    return { id, session: { ...stored, key } };
  }

  /** @throws LichengError `authentication_required` unless the id belongs to a session that still lives. */
  async find(id: string | undefined): Promise<Session> {
    if (id === undefined) throw new LichengError('authentication_required');
    const key = sessionKey(id);
    const found = await this.#redis.run((client) => client.get(redisKey(key)));
    if (found === null) throw new LichengError('authentication_required');
    const stored = JSON.parse(found) as StoredSession;
    const now = Date.now();
    if (lifetimeMs(stored, now) <= 0) throw new LichengError('authentication_required');
    if (now - stored.touchedAtMs >= TOUCH_EVERY_MS) await this.#touch(key, { ...stored, touchedAtMs: now });
    return { ...stored, key };
  }

  /** Prolongs nothing: a page left open is no activity. */
  async isAlive({ key, createdAtMs }: Session): Promise<boolean> {
    return (
      Date.now() < createdAtMs + ABSOLUTE_MS && (await this.#redis.run((client) => client.exists(redisKey(key)))) === 1
    );
  }

  async end(key: string): Promise<void> {
    await this.#redis.run((client) => client.del(redisKey(key)));
  }

  async #touch(key: string, stored: StoredSession): Promise<void> {
    // XX: a session that was signed out meanwhile must not come back.
    await this.#redis.run((client) =>
      client.set(redisKey(key), JSON.stringify(stored), {
        condition: 'XX',
        PX: lifetimeMs(stored, stored.touchedAtMs),
      }),
    );
  }
}

function lifetimeMs({ createdAtMs }: StoredSession, now: number): number {
  return Math.min(SLIDING_MS, createdAtMs + ABSOLUTE_MS - now);
}
