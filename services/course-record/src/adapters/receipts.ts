import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { Database } from '@licheng/database';
import { calculateJwkThumbprint, CompactSign, importJWK } from 'jose';
import type { Receipts } from '../application/ports.ts';

const ALGORITHM = 'EdDSA';

const PUBLISH = 'INSERT INTO receipt_keys (id, x) VALUES ($1, $2) ON CONFLICT DO NOTHING';
const KEYS = 'SELECT id, x FROM receipt_keys ORDER BY first_used_at, id';

/** @param privateKey Ed25519, PKCS#8 DER, base64; for receipts alone, so that no token can ever pass for one */
export async function signedReceipts(privateKey: string, database: Database): Promise<Receipts> {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  const { kty, crv, x } = createPublicKey(key).export({ format: 'jwk' });
  if (crv !== 'Ed25519' || kty === undefined || x === undefined)
    throw new Error('RECEIPT_SIGNING_KEY is no Ed25519 key');
  const keyId = await calculateJwkThumbprint({ kty, crv, x });
  // Imported once: a key object would be converted for every signature.
  const signingKey = await importJWK(key.export({ format: 'jwk' }), ALGORITHM);

  let published: Promise<void> | null = null;
  const ready = async (): Promise<void> => {
    published ??= database.transaction(null, async (tx) => {
      await tx.query(PUBLISH, [keyId, x]);
    });
    try {
      await published;
    } catch (error) {
      // Without the database there are no receipts yet; the next call tries again.
      published = null;
      throw error;
    }
  };

  return {
    ready,
    async sign(content) {
      const jws = await new CompactSign(Buffer.from(JSON.stringify(content), 'utf8'))
        .setProtectedHeader({ alg: ALGORITHM, kid: keyId })
        .sign(signingKey);
      return { id: content.receiptId, keyId, jws };
    },
    async keySet() {
      await ready();
      const rows = await database.transaction(null, (tx) => tx.query<{ id: string; x: string }>(KEYS));
      const keys = rows.map((row) => ({ kty, crv, x: row.x, kid: row.id, use: 'sig', alg: ALGORITHM }));
      return JSON.stringify({ keys });
    },
  };
}
