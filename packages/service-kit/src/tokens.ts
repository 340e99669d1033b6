import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { SignJWT, decodeJwt, jwtVerify } from 'jose';
import { LichengError, ROLES, type Role } from '@licheng/portfolio-rules';
import { z } from 'zod';

export interface PersonPrincipal {
  kind: 'person';
  personId: string;
  institutionId: string;
  role: Role;
  name: string;
  /** For what is written in the institution's name, such as a receipt; absent in tokens of issuers that do not know it. */
  institutionName?: string;
}
export interface ServicePrincipal {
  kind: 'service';
  service: string;
}
/** Who a call is made for: a person through the gateway, or a service for itself. */
export type Principal = PersonPrincipal | ServicePrincipal;

const ALGORITHM = 'EdDSA';
const AUDIENCE = 'licheng';
/** Only these may speak for people: the gateway for whoever is signed in, the console for the operator's scripts. */
const PERSON_ISSUERS: ReadonlySet<string> = new Set(['gateway', 'console']);

const personClaims = z.object({
  sub: z.uuid(),
  institution: z.uuid(),
  role: z.enum(ROLES),
  name: z.string(),
  institutionName: z.string().optional(),
});

/** Signs internal tokens with one service's own Ed25519 key (PKCS#8 DER, base64). */
export class TokenSigner {
  readonly issuer: string;
  readonly #key: KeyObject;

  constructor(issuer: string, privateKey: string) {
    this.issuer = issuer;
    this.#key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  }

  forPerson(person: Omit<PersonPrincipal, 'kind'>, lifetimeSeconds: number): Promise<string> {
    const { personId, institutionId, role, name, institutionName } = person;
    return this.#sign(
      new SignJWT({
        institution: institutionId,
        role,
        name,
        ...(institutionName === undefined ? {} : { institutionName }),
      }).setSubject(personId),
      lifetimeSeconds,
    );
  }

  forSelf(lifetimeSeconds: number): Promise<string> {
    return this.#sign(new SignJWT({}).setSubject(`service:${this.issuer}`), lifetimeSeconds);
  }

  #sign(jwt: SignJWT, lifetimeSeconds: number): Promise<string> {
    return jwt
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(this.issuer)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(this.#key);
  }
}

/** issuer → Ed25519 public key (SPKI DER, base64), as JSON. */
export function parseTrustedKeys(json: string): ReadonlyMap<string, KeyObject> {
  const keys = z.record(z.string(), z.string()).parse(JSON.parse(json));
  return new Map(
    Object.entries(keys).map(([issuer, key]) => [
      issuer,
      createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }),
    ]),
  );
}

const CACHE_LIMIT = 5_000;

/** Verifies internal tokens; a token once verified is remembered until it expires. */
export class TokenVerifier {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #verified = new Map<string, { principal: Principal; expiresAtMs: number }>();

  constructor(keys: ReadonlyMap<string, KeyObject>) {
    this.#keys = keys;
  }

  /** @throws LichengError `authentication_required` for anything but a valid, current token of a trusted issuer. */
  async verify(token: string): Promise<Principal> {
    const known = this.#verified.get(token);
    if (known !== undefined) {
      if (known.expiresAtMs > Date.now()) return known.principal;
      this.#verified.delete(token);
    }
    try {
      const issuer = decodeJwt(token).iss ?? '';
      const key = this.#keys.get(issuer);
      if (key === undefined) throw new Error('unknown issuer');
      const { payload } = await jwtVerify(token, key, { algorithms: [ALGORITHM], audience: AUDIENCE, issuer });
      const principal = this.#principal(issuer, payload);
      if (this.#verified.size >= CACHE_LIMIT) this.#verified.clear();
      this.#verified.set(token, { principal, expiresAtMs: (payload.exp ?? 0) * 1000 });
      return principal;
    } catch (cause) {
      throw new LichengError('authentication_required', {}, { cause });
    }
  }

  #principal(issuer: string, payload: Record<string, unknown>): Principal {
    if (payload['sub'] === `service:${issuer}`) return { kind: 'service', service: issuer };
    if (!PERSON_ISSUERS.has(issuer)) throw new Error('this issuer may not speak for people');
    const claims = personClaims.parse(payload);
    return {
      kind: 'person',
      personId: claims.sub,
      institutionId: claims.institution,
      role: claims.role,
      name: claims.name,
      ...(claims.institutionName === undefined ? {} : { institutionName: claims.institutionName }),
    };
  }
}
