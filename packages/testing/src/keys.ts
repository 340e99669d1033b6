import { generateServiceKeys } from '@licheng/local-platform';

const issuers = [
  'gateway',
  'identity',
  'course-record',
  'certification',
  'deadline-scheduler',
  'upload',
  'media-validation',
  'notification',
  'central-portfolio',
  'console',
] as const;

export type Issuer = (typeof issuers)[number];

export interface TestKeys {
  /** SIGNING_KEY of one service. */
  signingKey: Record<Issuer, string>;
  /** TRUSTED_KEYS, the same for all. */
  trustedKeys: string;
}

export function testKeys(): TestKeys {
  const pairs = issuers.map((issuer) => [issuer, generateServiceKeys()] as const);
  return {
    signingKey: Object.fromEntries(pairs.map(([issuer, pair]) => [issuer, pair.privateKey])) as Record<Issuer, string>,
    trustedKeys: JSON.stringify(Object.fromEntries(pairs.map(([issuer, pair]) => [issuer, pair.publicKey]))),
  };
}
