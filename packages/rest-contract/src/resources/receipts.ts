import { z } from 'zod';
import { academicYear, count, fileSlot, id, instant, named, sha256, version } from './schema.ts';

/** What a receipt says; the payload of its signature. */
export const receiptContent = named(
  'ReceiptContent',
  z.strictObject({
    receiptId: id,
    institutionId: id,
    institutionName: z.string(),
    studentId: id,
    studentName: z.string(),
    courseId: id,
    subject: z.string(),
    academicYear,
    outcomeId: id,
    version,
    summarySha256: sha256,
    files: z.array(z.strictObject({ slot: fileSlot, fileName: z.string(), sizeBytes: count, sha256 })),
    submittedAt: instant,
  }),
);
export type ReceiptContent = z.infer<typeof receiptContent>;

/** GET /receipts/:receiptId; this very JSON is what a student downloads and anyone can verify. */
export const receiptResource = named(
  'Receipt',
  z
    .strictObject({
      kind: z.literal('licheng-submission-receipt'),
      receipt: receiptContent.describe('For people to read; the signed one is inside `jws` and must say the same.'),
      keyId: z.string().min(1),
      jws: z
        .string()
        .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)
        .describe('JWS compact serialisation (RFC 7515), EdDSA with Ed25519.'),
    })
    .describe('This very JSON is what a student downloads and anyone can verify.'),
);
export type ReceiptResource = z.infer<typeof receiptResource>;

/** GET /receipt-keys, without a session: a JSON Web Key Set (RFC 7517) of every key receipts were ever signed with. */
export const receiptKeysResource = named(
  'ReceiptKeys',
  z.strictObject({
    keys: z.array(
      z.strictObject({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string(),
        kid: z.string().describe('RFC 7638 thumbprint.'),
        use: z.literal('sig'),
        alg: z.literal('EdDSA'),
      }),
    ),
  }),
);
export type ReceiptKeysResource = z.infer<typeof receiptKeysResource>;
