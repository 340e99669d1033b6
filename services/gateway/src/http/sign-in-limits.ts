import { createHash } from 'node:crypto';
import { LichengError } from '@licheng/portfolio-rules';
import type { Redis } from '../redis.ts';

const WINDOW_SECONDS = 15 * 60;
/** Enough for a forgotten password, too few to guess one. */
const PER_LOGIN_AND_ADDRESS = 10;
/** A whole school may stand behind one address. */
const PER_ADDRESS = 100;

// Redis keys hold neither logins nor addresses in clear.
const redisKey = (...parts: string[]): string =>
  `sign-in:${createHash('sha256').update(parts.join('\n')).digest('base64url')}`;

/** One household or device has a whole /64 of IPv6 addresses. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array<string>(zeros).fill('0'), ...last].slice(0, 4).join(':');
}

export interface Attempt {
  /** The person knew the password: earlier slips are forgotten. */
  succeeded(): Promise<void>;
  /** Nobody looked at the password, so it was no guess. */
  undecided(): Promise<void>;
}

/** Counts sign-ins that failed. An attempt is counted before it is made: many at once cannot slip past. */
export class SignInLimits {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** @throws LichengError `too_many_attempts` with `retryAfterSeconds`. */
  async attempt(login: string, address: string): Promise<Attempt> {
    const network = networkOf(address);
    const pair = redisKey(login.normalize('NFKC').toLowerCase(), network);
    const all = redisKey(network);
    const [ofPair, ofAll, pairSeconds, allSeconds] = await this.#redis.run((client) =>
      client
        .multi()
        .incr(pair)
        .incr(all)
        .expire(pair, WINDOW_SECONDS, 'NX')
        .expire(all, WINDOW_SECONDS, 'NX')
        .ttl(pair)
        .ttl(all)
        .exec()
        .then((replies) => [replies[0], replies[1], replies[4], replies[5]].map(Number)),
    );
    if ((ofPair ?? 0) > PER_LOGIN_AND_ADDRESS) tooMany(pairSeconds);
    if ((ofAll ?? 0) > PER_ADDRESS) tooMany(allSeconds);
    const takeBack = (key: string) =>
      this.#redis.run((client) => client.multi().decr(key).expire(key, WINDOW_SECONDS, 'NX').exec());
    return {
      succeeded: async () => {
        await Promise.all([takeBack(all), this.#redis.run((client) => client.del(pair))]);
      },
      undecided: async () => {
        await Promise.all([takeBack(all), takeBack(pair)]);
      },
    };
  }
}

function tooMany(retryAfterSeconds: number | undefined): never {
  throw new LichengError('too_many_attempts', { retryAfterSeconds: Math.max(1, retryAfterSeconds ?? WINDOW_SECONDS) });
}
