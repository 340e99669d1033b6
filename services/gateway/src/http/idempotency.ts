import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type ErrorCode, type ErrorDetails, LichengError } from '@licheng/portfolio-rules';
import type { Redis } from '../redis.ts';
import type { Reply } from './reply.ts';

const KEPT_MS = 24 * 3_600_000;
/** Longer than any call takes: should the gateway die in the middle, its claim ends by itself. */
const CLAIM_MS = 35_000;
/** A repeat that comes while the first is at work waits for it, and is then told to come back. */
const WAIT_MS = 5_000;
const LOOK_AGAIN_MS = 100;

type Outcome = { reply: Reply } | { refusal: { code: ErrorCode; details: ErrorDetails } };
interface Stored {
  fingerprint: string;
  /** Absent while the first call is at work. */
  outcome?: Outcome;
}

const digest = (...parts: string[]): Buffer => createHash('sha256').update(parts.join('\n')).digest();

/** Nobody can say what became of these, or waiting may help: a repeat is a new attempt. */
const isFinal = ({ code }: LichengError): boolean =>
  code !== 'service_unavailable' && code !== 'internal' && code !== 'too_many_attempts';

/**
 * The answer to each creating call, so that repeating it does nothing twice (Idempotency-Key). What is stored can only be read
 * with the key itself, which Redis never sees: an answer holds people's names.
 */
export class IdempotentCalls {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** @throws LichengError `idempotency_key_reused` when the key came with another call, or whatever the first call threw. */
  async once(
    call: { personId: string; key: string; route: string; path: string; body: unknown },
    work: () => Promise<Reply>,
  ): Promise<Reply> {
    const name = `idempotency:${digest('name', call.personId, call.key).toString('base64url')}`;
    const seal = digest('seal', call.personId, call.key);
    const fingerprint = digest(call.route, call.path, JSON.stringify(call.body ?? null)).toString('base64url');
    const first = await this.#claim(name, seal, fingerprint);
    if (first !== undefined) return answer(first);
    let outcome: Outcome;
    try {
      outcome = { reply: await work() };
    } catch (error) {
      if (!(error instanceof LichengError && isFinal(error))) {
        await this.#forget(name);
        throw error;
      }
      outcome = { refusal: { code: error.code, details: error.details } };
    }
    await this.#remember(name, encode(seal, { fingerprint, outcome }));
    return answer(outcome);
  }

  /** @returns what the first call came to, or nothing when this one is the first. */
  async #claim(name: string, seal: Buffer, fingerprint: string): Promise<Outcome | undefined> {
    const claim = encode(seal, { fingerprint });
    const deadline = performance.now() + WAIT_MS;
    for (;;) {
      const found = await this.#redis.run((client) =>
        client.set(name, claim, { condition: 'NX', GET: true, expiration: { type: 'PX', value: CLAIM_MS } }),
      );
      if (found === null) return undefined;
      const stored = decode(seal, found);
      if (stored.fingerprint !== fingerprint) throw new LichengError('idempotency_key_reused');
      if (stored.outcome !== undefined) return stored.outcome;
      if (performance.now() >= deadline) throw new LichengError('service_unavailable');
      await delay(LOOK_AGAIN_MS);
    }
  }

  /** The work is done: that Redis has just gone away must not make it look undone. */
  async #remember(name: string, value: string): Promise<void> {
    await this.#redis
      .run((client) => client.set(name, value, { expiration: { type: 'PX', value: KEPT_MS } }))
      .catch(() => {});
  }

  async #forget(name: string): Promise<void> {
    await this.#redis.run((client) => client.del(name)).catch(() => {});
  }
}

function answer(outcome: Outcome): Reply {
  if ('reply' in outcome) return outcome.reply;
  throw new LichengError(outcome.refusal.code, outcome.refusal.details);
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function encode(seal: Buffer, stored: Stored): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, seal, nonce);
  const sealed = Buffer.concat([cipher.update(deflateRawSync(JSON.stringify(stored))), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

function decode(seal: Buffer, text: string): Stored {
  const bytes = Buffer.from(text, 'base64');
  const decipher = createDecipheriv(CIPHER, seal, bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(inflateRawSync(plain).toString()) as Stored;
}
