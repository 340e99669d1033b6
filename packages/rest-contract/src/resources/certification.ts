import { z } from 'zod';
import {
  academicYear,
  certifierAction,
  count,
  day,
  fileSlot,
  href,
  id,
  instant,
  named,
  outcomeStatus,
  problem,
  refusalReason,
  role,
  sha256,
  termSystem,
  version,
} from './schema.ts';

export const caseFileResource = named(
  'CaseFile',
  z.strictObject({
    slot: fileSlot,
    fileName: z.string(),
    mediaType: z.string(),
    sizeBytes: count,
    sha256,
    href,
    thumbnailHref: href.nullable(),
    previewHref: href.nullable().describe('Answers with a `Preview`; null for what has no pages.'),
  }),
);
export type CaseFileResource = z.infer<typeof caseFileResource>;

export const caseResource = named(
  'Case',
  z.strictObject({
    outcomeId: id,
    version,
    courseId: id,
    subject: z.string(),
    academicYear,
    termSystem,
    term: z.string(),
    studentName: z.string(),
    status: outcomeStatus.exclude(['awaiting_submission']),
    summary: z.string(),
    files: z.array(caseFileResource),
    submittedAt: instant,
    decidedAt: instant.nullable(),
    certifierName: z.string(),
    onBehalfOfName: z.string().nullable(),
    comment: z.string(),
    refusalReason: refusalReason.nullable(),
    allowedActions: z.array(certifierAction),
    claim: z
      .strictObject({ certifierName: z.string(), expiresAt: instant })
      .nullable()
      .describe('Somebody else who has it open. It keeps nobody from deciding.'),
    pendingVerdict: z
      .strictObject({ action: certifierAction, certifierName: z.string(), undoUntil: instant, own: z.boolean() })
      .nullable()
      .describe(
        'A verdict that is not published yet; `status` is still the one before. `own`: the caller may take it back.',
      ),
    deputisingForName: z.string().nullable().describe('The teacher the caller would decide for, as their deputy.'),
    sealed: z.boolean().describe('Handed in: fixed for good.'),
    history: z
      .array(
        z.strictObject({
          at: instant,
          fact: z.enum(['submitted', 'certified', 'refused', 'revoked', 'sealed']),
          version,
          actorName: z.string(),
          onBehalfOfName: z.string().nullable(),
          comment: z.string(),
          refusalReason: refusalReason.nullable(),
        }),
      )
      .describe('Oldest first; empty in lists.'),
  }),
);
export type CaseResource = z.infer<typeof caseResource>;

/** GET /certification/cases?status&courseId&search&minAgeDays&limit&cursor */
export const caseListResource = named(
  'CaseList',
  z.strictObject({
    cases: z.array(caseResource),
    nextCursor: z.string().min(1).nullable().describe('Give as `cursor` for the next page; null at the end.'),
    waitingCount: count,
    matchingCount: count.describe('How many the filter holds in all, counted up to 10,000.'),
    windowOpen: z.boolean(),
  }),
);
export type CaseListResource = z.infer<typeof caseListResource>;

/** GET /certification/courses */
export const queueCourseListResource = named(
  'QueueCourseList',
  z.strictObject({
    courses: z.array(
      z.strictObject({
        courseId: id,
        subject: z.string(),
        academicYear,
        termSystem,
        term: z.string(),
        waitingCount: count,
      }),
    ),
  }),
);
export type QueueCourseListResource = z.infer<typeof queueCourseListResource>;

/** POST /certification/verdicts: one result for each version, in the order of the request. */
export const verdictResultsResource = named(
  'VerdictResults',
  z.strictObject({
    results: z
      .array(z.strictObject({ outcomeId: id, case: caseResource.nullable(), problem: problem.nullable() }))
      .describe('One for each item, in the order of the request; either `case` or `problem` is null.'),
  }),
);
export type VerdictResultsResource = z.infer<typeof verdictResultsResource>;

/** GET /certification/saved-comments */
export const savedCommentListResource = named(
  'SavedCommentList',
  z.strictObject({ comments: z.array(z.strictObject({ id, text: z.string() })) }),
);
export type SavedCommentListResource = z.infer<typeof savedCommentListResource>;

const reference = z.strictObject({ id, name: z.string() });

/** Days are dates (YYYY-MM-DD) in Asia/Taipei, both inclusive. */
export const deputyResource = named(
  'Deputy',
  z.strictObject({
    id,
    teacher: reference,
    deputy: reference,
    course: z.strictObject({ id, subject: z.string() }).nullable().describe('Null for every course of the teacher.'),
    firstDay: day,
    lastDay: day.describe('Inclusive.'),
    appointedByName: z.string(),
    appointedAt: instant,
    endedAt: instant.nullable(),
    endedByName: z.string().nullable(),
    active: z.boolean(),
  }),
);
export type DeputyResource = z.infer<typeof deputyResource>;

/** GET /certification/deputies (administrator) */
export const deputyListResource = named(
  'DeputyList',
  z.strictObject({
    deputies: z.array(deputyResource).describe('Newest first.'),
    people: z.array(z.strictObject({ id, name: z.string(), role })).describe('Whom one may choose.'),
    courses: z.array(z.strictObject({ id, subject: z.string(), academicYear, teacherIds: z.array(id) })),
  }),
);
export type DeputyListResource = z.infer<typeof deputyListResource>;
