import { LichengError, OPERATIONS, type Operation } from '@licheng/portfolio-rules';

export interface WindowKey {
  institutionId: string;
  academicYear: number;
  operation: Operation;
}

/** A window is [opensAt, closesAt). */
export interface WindowTimes {
  opensAt: Date;
  closesAt: Date;
}

export interface CalendarWindow extends WindowKey, WindowTimes {
  id: string;
  version: number;
}

const FIRST_ACADEMIC_YEAR = 80;
const LAST_ACADEMIC_YEAR = 200;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function isOperation(value: string): value is Operation {
  return (OPERATIONS as readonly string[]).includes(value);
}

/** @throws LichengError `invalid_request` naming the field that is wrong. */
export function parseWindow(input: {
  institutionId: string;
  academicYear: number;
  operation: string;
  opensAt: Date | undefined;
  closesAt: Date | undefined;
}): WindowKey & WindowTimes {
  const { institutionId, academicYear, operation, opensAt, closesAt } = input;
  if (!UUID.test(institutionId)) throw new LichengError('invalid_request', { field: 'institutionId' });
  if (!Number.isInteger(academicYear) || academicYear < FIRST_ACADEMIC_YEAR || academicYear > LAST_ACADEMIC_YEAR) {
    throw new LichengError('invalid_request', { field: 'academicYear' });
  }
  if (!isOperation(operation)) throw new LichengError('invalid_request', { field: 'operation' });
  if (opensAt === undefined || Number.isNaN(opensAt.getTime()))
    throw new LichengError('invalid_request', { field: 'opensAt' });
  if (closesAt === undefined || !(opensAt < closesAt)) throw new LichengError('invalid_request', { field: 'closesAt' });
  return { institutionId, academicYear, operation, opensAt, closesAt };
}

export function sameTimes(a: WindowTimes, b: WindowTimes): boolean {
  return a.opensAt.getTime() === b.opensAt.getTime() && a.closesAt.getTime() === b.closesAt.getTime();
}
