import type { ListWindowsResponse } from '@licheng/contracts/calendar';
import type { Operation } from '@licheng/portfolio-rules';
import type { CalendarResource } from '@licheng/rest-contract';
import { instant, present } from './instants.ts';

/** A window is [opensAt, closesAt), by the scheduler's clock. */
export function toCalendar({ windows, serverTime }: ListWindowsResponse): CalendarResource {
  const now = present(serverTime);
  return {
    serverTime: instant(now),
    windows: windows.map(({ academicYear, operation, opensAt, closesAt }) => ({
      academicYear,
      operation: operation as Operation,
      opensAt: instant(opensAt),
      closesAt: instant(closesAt),
      open: present(opensAt) <= now && now < present(closesAt),
    })),
  };
}
