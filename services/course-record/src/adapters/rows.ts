import type { Outcome } from '../domain/outcome.ts';
import type { CalendarWindow } from '../domain/windows.ts';

/** What JSON leaves of a type: instants are strings. */
export type Plain<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] };

export type OutcomeRow = Omit<Outcome, 'history'> & { history: Plain<Outcome['history'][number]>[] };

export function outcomeOf(row: OutcomeRow): Outcome {
  return { ...row, history: row.history.map((entry) => ({ ...entry, at: new Date(entry.at) })) };
}

export type WindowJson = Plain<CalendarWindow>;

export function windowsFrom(json: readonly WindowJson[]): CalendarWindow[] {
  return json.map(({ academicYear, operation, opensAt, closesAt }) => ({
    academicYear,
    operation,
    opensAt: new Date(opensAt),
    closesAt: new Date(closesAt),
  }));
}
