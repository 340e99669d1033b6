import { z } from 'zod';
import { count, fileCheck, id, instant, named } from './schema.ts';

export const noticeResource = named(
  'Notice',
  z.strictObject({
    id,
    kind: z
      .string()
      .describe(
        'outcome_certified, outcome_refused, outcome_revoked, file_rejected, deadline_near, handed_in or hand_in_rejected; take others as unknown.',
      ),
    outcomeId: z.string().describe('Empty when it is about none.'),
    courseId: z.string().describe('Empty when it is about none.'),
    subject: z.string(),
    createdAt: instant,
    read: z.boolean(),
  }),
);
export type NoticeResource = z.infer<typeof noticeResource>;

/** GET /notices?limit&cursor: newest first. */
export const noticeListResource = named(
  'NoticeList',
  z.strictObject({
    notices: z.array(noticeResource),
    unreadCount: count.describe('Of all, not of this page.'),
    nextCursor: z.string().min(1).nullable().describe('Give as `cursor` for the next page; null at the end.'),
  }),
);
export type NoticeListResource = z.infer<typeof noticeListResource>;

/**
 * One `data:` of GET /events (SSE, event name `change`): a hint to fetch again, never the truth itself.
 * `resync` comes first on every (re)connection.
 */
export const liveEvent = named(
  'LiveEvent',
  z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('resync') }),
      z.strictObject({ kind: z.literal('outcome'), outcomeId: id, courseId: id, change: z.string() }),
      z.strictObject({ kind: z.literal('upload'), uploadId: id, check: fileCheck }),
      z.strictObject({
        kind: z.literal('case'),
        outcomeId: id,
        change: z.enum(['opened', 'claimed', 'released', 'decided', 'undone', 'published']),
        certifierName: z.string().nullable(),
      }),
      z.strictObject({ kind: z.literal('hand-in'), batchId: id }),
      z.strictObject({ kind: z.literal('notice') }),
    ])
    .describe('A hint to fetch again, never the truth itself. `resync` comes first on every (re)connection.'),
);
export type LiveEvent = z.infer<typeof liveEvent>;
