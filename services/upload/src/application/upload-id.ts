import { createHash, randomUUID } from 'node:crypto';
import type { Owner } from './ports.ts';

/**
 * With a key: always the same for the same person, and nobody else can arrive at it. The layout is that of a UUID of version 8,
 * "custom" (RFC 9562, 5.8).
 */
export function newUploadId({ institutionId, personId }: Owner, idempotencyKey: string | undefined): string {
  if (idempotencyKey === undefined) return randomUUID();
  const hash = createHash('sha256').update(`${institutionId} ${personId} ${idempotencyKey}`).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
