import type { Handlers } from '../http/handler.ts';
import type { Peers } from '../peers.ts';
import { toCalendar } from '../resources/calendar.ts';

export const calendarHandlers = ({ calendar }: Peers) =>
  ({
    getCalendar: async ({ read }) => toCalendar(await calendar.call('listWindows', {}, read)),

    // Answers with the whole calendar: what is open now is told by the scheduler's clock alone.
    putWindow: async ({ session, params, body, read, write }) => {
      const request = {
        institutionId: session.institution.id,
        ...params,
        opensAt: new Date(body.opensAt),
        closesAt: new Date(body.closesAt),
      };
      await calendar.call('putWindow', request, write);
      return toCalendar(await calendar.call('listWindows', {}, read));
    },
  }) satisfies Partial<Handlers>;
