import { z } from 'zod';
import { academicYear, count, id, instant, named, operation, termSystem } from './schema.ts';

export const windowResource = named(
  'Window',
  z.strictObject({ academicYear, operation, opensAt: instant, closesAt: instant, open: z.boolean() }),
);
export type WindowResource = z.infer<typeof windowResource>;

export const courseResource = named(
  'Course',
  z.strictObject({
    id,
    academicYear,
    termSystem,
    term: z.string(),
    subject: z.string(),
    creditsEarned: z.string(),
    qualitativeComment: z.string(),
    grade: z.string(),
    outcomeCount: count,
    awaitingSubmissionCount: count,
    refusedCount: count,
    fileRejectedCount: count.describe('Outcomes with a file that did not pass its check.'),
    underCertificationCount: count,
    certifiedCount: count,
    selectedCount: count,
    canAdd: z.boolean().describe('Whether the `upload` window of this course is open.'),
  }),
);
export type CourseResource = z.infer<typeof courseResource>;

/** GET /courses */
export const courseListResource = named(
  'CourseList',
  z.strictObject({ courses: z.array(courseResource), windows: z.array(windowResource), serverTime: instant }),
);
export type CourseListResource = z.infer<typeof courseListResource>;

export const TODO_KINDS = [
  'unsent',
  'file_rejected',
  'refused',
  'under_certification',
  'certified_not_selected',
] as const;
export type TodoKind = (typeof TODO_KINDS)[number];

/** GET /home: what the student still has to do, the most urgent first. */
export const homeResource = named(
  'Home',
  z.strictObject({
    serverTime: instant,
    todo: z
      .array(
        z.strictObject({
          kind: z.enum(TODO_KINDS),
          outcomeId: id,
          courseId: id,
          subject: z.string(),
          academicYear,
          summary: z.string(),
          fileName: z.string(),
          since: instant,
          operation,
          closesAt: instant.nullable(),
          windowOpen: z.boolean(),
        }),
      )
      .describe('The most urgent first.'),
    courses: z.array(courseResource).describe('Of the newest academic year.'),
    windows: z.array(windowResource),
  }),
);
export type HomeResource = z.infer<typeof homeResource>;
