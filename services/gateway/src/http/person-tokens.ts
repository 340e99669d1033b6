import type { TokenSigner } from '@licheng/service-kit';
import type { Session } from './sessions.ts';

const LIFETIME_SECONDS = 300;
const RENEW_BEFORE_MS = 60_000;
const CACHE_LIMIT = 5_000;

/** The internal token of each session; signed anew a minute before it runs out, so that services may remember it too. */
export class PersonTokens {
  readonly #signer: TokenSigner;
  readonly #tokens = new Map<string, { token: string; renewAtMs: number }>();

  constructor(signer: TokenSigner) {
    this.#signer = signer;
  }

  async tokenFor({ key, person, institution }: Session): Promise<string> {
    const known = this.#tokens.get(key);
    const now = Date.now();
    if (known !== undefined && known.renewAtMs > now) return known.token;
    const token = await this.#signer.forPerson(
      {
        personId: person.id,
        institutionId: institution.id,
        role: person.role,
        name: person.name,
        institutionName: institution.name,
      },
      LIFETIME_SECONDS,
    );
    if (this.#tokens.size >= CACHE_LIMIT) this.#tokens.clear();
    this.#tokens.set(key, { token, renewAtMs: now + LIFETIME_SECONDS * 1000 - RENEW_BEFORE_MS });
    return token;
  }

  forget(key: string): void {
    this.#tokens.delete(key);
  }
}
