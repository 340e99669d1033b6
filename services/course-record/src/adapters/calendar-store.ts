import type { Transaction } from '@licheng/database';
import type { CalendarStore } from '../application/ports.ts';

const PUT = `
  INSERT INTO calendar_windows (institution_id, academic_year, operation, window_id, opens_at, closes_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (institution_id, academic_year, operation) DO UPDATE
     SET window_id = excluded.window_id, opens_at = excluded.opens_at, closes_at = excluded.closes_at,
         version = excluded.version
   WHERE calendar_windows.version < excluded.version`;

export function calendarStore(tx: Transaction, institutionId: string): CalendarStore {
  return {
    async put({ academicYear, operation, windowId, opensAt, closesAt, version }) {
      await tx.query(PUT, [institutionId, academicYear, operation, windowId, opensAt, closesAt, version]);
    },
  };
}
