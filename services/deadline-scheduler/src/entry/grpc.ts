import { type CalendarServiceServer, CalendarServiceService } from '@licheng/contracts/calendar';
import { LichengError } from '@licheng/portfolio-rules';
import { type Logger, type TokenVerifier, requirePerson, unary } from '@licheng/service-kit';
import type { WindowStore } from '../application/ports.ts';
import { putWindow } from '../application/put-window.ts';
import { parseWindow } from '../domain/calendar-window.ts';

export function calendarService(windows: WindowStore, entry: { verifier: TokenVerifier; log: Logger }) {
  const implementation: CalendarServiceServer = {
    listWindows: unary(entry, async (_request, { principal }) => {
      const { institutionId } = requirePerson(principal);
      const listed = await windows.list(institutionId);
      return { windows: listed.windows, serverTime: listed.now };
    }),
    putWindow: unary(entry, async (request, { principal }) => {
      const person = requirePerson(principal, 'administrator', 'operator');
      if (person.role !== 'operator' && person.institutionId !== request.institutionId)
        throw new LichengError('not_found');
      return { window: await putWindow(windows, parseWindow(request), person) };
    }),
  };
  return { definition: CalendarServiceService, implementation };
}
