import { COMMENT_MAX_CHARACTERS, CERTIFIER_ACTIONS, FILE_SLOTS, OPERATIONS } from '@licheng/portfolio-rules';
import { z } from 'zod';

/** Bodies, parameters and queries of /api/v1, parsed at the gateway before anything else happens. */

export const idParam = z.uuid();
export const slotParam = z.enum(FILE_SLOTS);
export const variantParam = z.enum(['file', 'thumbnail']);
export const academicYearParam = z.coerce.number().int().min(80).max(200);

export const signIn = z.strictObject({
  login: z.string().trim().min(1).max(100),
  password: z.string().min(1).max(200),
});

// The summary's own length rule lives in portfolio-rules; this bound only keeps absurd bodies out.
const summary = z.string().max(10_000).default('');
const uploadId = z.uuid().nullable().default(null);

/** POST /courses/:courseId/outcomes; the client chooses the id, so that repeating the call makes nothing twice. */
export const addOutcome = z.strictObject({
  outcomeId: z.uuid(),
  summary,
  documentUploadId: uploadId,
  mediaUploadId: uploadId,
});

/** PUT /outcomes/:outcomeId: what the outcome shall hold afterwards; null removes a file. */
export const editOutcome = z.strictObject({
  expectedVersion: z.int().min(1),
  summary,
  documentUploadId: uploadId,
  mediaUploadId: uploadId,
});

/** POST /outcomes/:outcomeId/submission and DELETE /outcomes/:outcomeId?expectedVersion= */
export const expectedVersion = z.strictObject({ expectedVersion: z.coerce.number().int().min(1) });

/** POST /certification/cases/:outcomeId/verdict */
export const verdict = z.strictObject({
  version: z.int().min(1),
  action: z.enum(CERTIFIER_ACTIONS),
  comment: z.string().trim().max(COMMENT_MAX_CHARACTERS).default(''),
});

/** GET /certification/cases */
export const caseQuery = z.strictObject({
  status: z.enum(['under_certification', 'certified', 'refused', 'all']).default('under_certification'),
  pageSize: z.coerce.number().int().min(1).max(100).default(50),
  pageToken: z.string().max(500).default(''),
});

/** POST /hand-ins */
export const handIn = z.strictObject({ batchId: z.uuid(), academicYear: academicYearParam });

/** PUT /calendar/windows/:academicYear/:operation */
export const operationParam = z.enum(OPERATIONS);
export const putWindow = z.strictObject({
  opensAt: z.iso.datetime({ offset: true }),
  closesAt: z.iso.datetime({ offset: true }),
});

/** POST /notices/read */
export const markRead = z.strictObject({ ids: z.array(z.uuid()).max(200) });
