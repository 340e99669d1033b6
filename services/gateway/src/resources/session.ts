import type { SessionResource } from '@licheng/rest-contract';
import type { Session } from '../http/sessions.ts';

export const toSession = ({ person, institution, csrfToken }: Session): SessionResource => ({
  person,
  institution,
  csrfToken,
  serverTime: new Date().toISOString(),
});
