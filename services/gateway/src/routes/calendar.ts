import { LichengError } from '@licheng/portfolio-rules';
import { academicYearParam, operationParam, putWindow } from '@licheng/rest-contract';
import { type Api, ok } from '../http/api.ts';
import type { Peers } from '../peers.ts';
import { toCalendar } from '../resources/calendar.ts';

export function calendarRoutes(api: Api, { calendar }: Peers): void {
  api.read('/calendar', async ({ read }) => ok(toCalendar(await calendar.call('listWindows', {}, read))));

  // Answers with the whole calendar: what is open now is told by the scheduler's clock alone.
  api.writeBody(
    'put',
    '/calendar/windows/:academicYear/:operation',
    putWindow,
    async ({ session, request, read, write }, { opensAt, closesAt }) => {
      const academicYear = academicYearParam.safeParse(request.params['academicYear']);
      const operation = operationParam.safeParse(request.params['operation']);
      if (!academicYear.success || !operation.success) throw new LichengError('not_found');
      await calendar.call(
        'putWindow',
        {
          institutionId: session.institution.id,
          academicYear: academicYear.data,
          operation: operation.data,
          opensAt: new Date(opensAt),
          closesAt: new Date(closesAt),
        },
        write,
      );
      return ok(toCalendar(await calendar.call('listWindows', {}, read)));
    },
  );
}
