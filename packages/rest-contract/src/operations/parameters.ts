import { FILE_SLOTS, OPERATIONS } from '@licheng/portfolio-rules';
import { z } from 'zod';

/** Ids are compared as text further in. */
const idParam = z.uuid().toLowerCase();
const academicYearParam = z.coerce.number().int().min(80).max(200);

export const anId = z.object({ id: idParam });
export const aCourse = z.object({ courseId: idParam });
export const anOutcome = z.object({ outcomeId: idParam });
const aVersion = anOutcome.extend({ version: z.coerce.number().int().min(1).max(1_000_000) });
const slot = z.enum(FILE_SLOTS);
export const aFile = anOutcome.extend({ slot });
export const aFileOfAVersion = aVersion.extend({ slot });
export const aWindow = z.object({ academicYear: academicYearParam, operation: z.enum(OPERATIONS) });
export const aReceipt = z.object({ receiptId: idParam });

export const ofYear = z.strictObject({ academicYear: academicYearParam });

const cursor = z.string().max(500).default('').describe('`nextCursor` of the page before; absent for the first.');
export const pageOf = (defaultLimit: number) => ({
  limit: z.coerce.number().int().min(1).max(100).default(defaultLimit),
  cursor,
});
