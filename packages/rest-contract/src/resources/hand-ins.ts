import { z } from 'zod';
import { windowResource } from './courses.ts';
import { academicYear, count, fileSlot, id, instant, named, sha256, version } from './schema.ts';

/** GET /hand-ins/preview?academicYear= */
export const handInPreviewResource = named(
  'HandInPreview',
  z.strictObject({
    academicYear,
    academicYears: z.array(academicYear),
    readyCount: count,
    studentCount: count,
    alreadyHandedInCount: count,
    certifiedNotSelectedCount: count,
    windows: z.array(windowResource),
  }),
);
export type HandInPreviewResource = z.infer<typeof handInPreviewResource>;

export const handInItemResource = named(
  'HandInItem',
  z.strictObject({
    id,
    outcomeId: id,
    studentName: z.string(),
    subject: z.string(),
    version,
    files: z.array(z.strictObject({ slot: fileSlot, fileName: z.string(), sizeBytes: count, sha256 })),
    status: z.enum(['sent', 'received', 'rejected']),
    rejection: z.string().nullable(),
    acknowledgedAt: instant.nullable(),
  }),
);
export type HandInItemResource = z.infer<typeof handInItemResource>;

export const handInBatchResource = named(
  'HandInBatch',
  z.strictObject({
    id,
    number: z.int().min(1).describe('Counts from 1 in each institution.'),
    academicYear,
    status: z.enum(['sealing', 'submitted', 'acknowledged']),
    createdAt: instant,
    items: z.array(handInItemResource),
  }),
);
export type HandInBatchResource = z.infer<typeof handInBatchResource>;

/** GET /hand-ins */
export const handInListResource = named('HandInList', z.strictObject({ batches: z.array(handInBatchResource) }));
export type HandInListResource = z.infer<typeof handInListResource>;

/** GET /central/holdings?academicYear= (operator): what the central database says it holds. */
export const holdingListResource = named(
  'HoldingList',
  z.strictObject({
    holdings: z.array(
      z.strictObject({
        itemId: id,
        batchId: id,
        outcomeId: id,
        version,
        institutionId: id,
        academicYear,
        files: z
          .array(z.strictObject({ slot: z.string(), sha256, sizeBytes: count }))
          .describe('Of the bytes that were received and stored.'),
        receivedAt: instant,
      }),
    ),
  }),
);
export type HoldingListResource = z.infer<typeof holdingListResource>;
