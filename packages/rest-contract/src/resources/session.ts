import { z } from 'zod';
import { id, instant, named, role } from './schema.ts';

/** GET /session */
export const sessionResource = named(
  'Session',
  z.strictObject({
    person: z.strictObject({ id, name: z.string(), login: z.string(), role }),
    institution: z.strictObject({ id, name: z.string() }),
    csrfToken: z.string().min(1).describe('Send as `X-CSRF-Token` with everything but GET and HEAD.'),
    serverTime: instant,
  }),
);
export type SessionResource = z.infer<typeof sessionResource>;
