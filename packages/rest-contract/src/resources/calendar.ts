import { z } from 'zod';
import { windowResource } from './courses.ts';
import { instant, named } from './schema.ts';

/** GET /calendar; PUT /calendar/windows/:academicYear/:operation answers with the same, changed. */
export const calendarResource = named(
  'Calendar',
  z.strictObject({ serverTime: instant, windows: z.array(windowResource) }),
);
export type CalendarResource = z.infer<typeof calendarResource>;
