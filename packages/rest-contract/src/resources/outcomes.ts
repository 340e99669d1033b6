import { z } from 'zod';
import { courseResource, windowResource } from './courses.ts';
import {
  academicYear,
  count,
  errorCode,
  fileCheck,
  fileRejection,
  fileSlot,
  href,
  id,
  instant,
  named,
  outcomeAction,
  outcomeStatus,
  problem,
  refusalReason,
  sha256,
  version,
} from './schema.ts';

export const outcomeFileResource = named(
  'OutcomeFile',
  z.strictObject({
    slot: fileSlot,
    uploadId: id,
    fileName: z.string(),
    mediaType: z.string(),
    sizeBytes: count,
    sha256,
    check: fileCheck,
    rejection: fileRejection.nullable(),
    href: href
      .nullable()
      .describe('Opens the file (303 to a short-lived signed link); null until the check has passed.'),
    thumbnailHref: href.nullable(),
    previewHref: href
      .nullable()
      .describe('Answers with a `Preview`; null for what has no pages or is not checked yet.'),
  }),
);
export type OutcomeFileResource = z.infer<typeof outcomeFileResource>;

export const historyEntryResource = named(
  'HistoryEntry',
  z.strictObject({
    at: instant,
    fact: z
      .string()
      .describe(
        'added, edited, submitted, certified, refused, revoked, selected, unselected, handed_in, received or rejected; take others as unknown.',
      ),
    version: z.int(),
    actorName: z.string(),
    onBehalfOfName: z.string().nullable().describe('The teacher a deputy decided for.'),
    comment: z.string(),
    refusalReason: refusalReason.nullable(),
    receiptHref: href.nullable().describe('Of a submission.'),
  }),
);
export type HistoryEntryResource = z.infer<typeof historyEntryResource>;

export const outcomeResource = named(
  'Outcome',
  z.strictObject({
    id,
    courseId: id,
    subject: z.string(),
    academicYear,
    status: outcomeStatus,
    version: version.describe('Also the ETag: send it as `If-Match` to edit or delete.'),
    summary: z.string(),
    files: z.array(outcomeFileResource),
    createdAt: instant,
    submittedAt: instant.nullable(),
    decidedAt: instant.nullable(),
    certifierName: z.string(),
    onBehalfOfName: z.string().nullable(),
    comment: z.string(),
    refusalReason: refusalReason.nullable(),
    receiptHref: href.nullable().describe('Of the latest submission; null before the first.'),
    allowedActions: z.array(outcomeAction),
    submitBlockedBy: errorCode.nullable().describe('Why `submit` is absent although the status would allow it.'),
    selected: z.boolean(),
    handedInAt: instant.nullable(),
    history: z.array(historyEntryResource),
  }),
);
export type OutcomeResource = z.infer<typeof outcomeResource>;

/** GET /outcomes/:outcomeId/versions: newest first. */
export const versionListResource = named(
  'VersionList',
  z.strictObject({
    versions: z
      .array(
        z.strictObject({
          version,
          summary: z.string(),
          files: z.array(outcomeFileResource),
          createdAt: instant,
        }),
      )
      .describe('Newest first.'),
  }),
);
export type VersionListResource = z.infer<typeof versionListResource>;

/** DELETE /outcomes/:outcomeId */
export const deletionResource = named(
  'Deletion',
  z.strictObject({
    restorableUntil: instant.describe('Until when `restoreOutcome` takes it back.'),
  }),
);
export type DeletionResource = z.infer<typeof deletionResource>;

/** POST /outcomes/submissions: one result for each item, in the order of the request. */
export const submissionResultsResource = named(
  'SubmissionResults',
  z.strictObject({
    results: z
      .array(z.strictObject({ outcomeId: id, outcome: outcomeResource.nullable(), problem: problem.nullable() }))
      .describe('One for each item, in the order of the request; either `outcome` or `problem` is null.'),
  }),
);
export type SubmissionResultsResource = z.infer<typeof submissionResultsResource>;

/** GET /outcomes/:outcomeId/files/:slot/preview and the same of a certification case. */
export const previewResource = named(
  'Preview',
  z.strictObject({
    state: z.enum(['pending', 'ready', 'unavailable']),
    pageCount: count,
    pages: z.array(href).describe('Images of the first pages, WebP, good for a few minutes.'),
  }),
);
export type PreviewResource = z.infer<typeof previewResource>;

/** GET /courses/:courseId/outcomes */
export const outcomeListResource = named(
  'OutcomeList',
  z.strictObject({ course: courseResource, outcomes: z.array(outcomeResource), windows: z.array(windowResource) }),
);
export type OutcomeListResource = z.infer<typeof outcomeListResource>;

/** GET /selection?academicYear= */
export const selectionResource = named(
  'Selection',
  z.strictObject({
    academicYear,
    academicYears: z.array(academicYear).describe('Years the student has courses in, newest first.'),
    limit: count,
    outcomes: z.array(outcomeResource),
    windows: z.array(windowResource),
  }),
);
export type SelectionResource = z.infer<typeof selectionResource>;
