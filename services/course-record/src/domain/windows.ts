import { LichengError, type Operation, UPLOAD_GRACE_MS } from '@licheng/portfolio-rules';

/** When one operation of one academic year is open: [opensAt, closesAt). */
export interface CalendarWindow {
  academicYear: number;
  operation: Operation;
  opensAt: Date;
  closesAt: Date;
}

export function findWindow(windows: readonly CalendarWindow[], operation: Operation): CalendarWindow | undefined {
  return windows.find((window) => window.operation === operation);
}

/** No known window is a closed one. */
export function isOpen(window: CalendarWindow | undefined, now: Date): boolean {
  return window !== undefined && window.opensAt <= now && now < window.closesAt;
}

function windowClosed(operation: Operation, window: CalendarWindow | undefined): LichengError {
  return new LichengError('window_closed', {
    operation,
    opensAt: window?.opensAt.toISOString() ?? null,
    closesAt: window?.closesAt.toISOString() ?? null,
  });
}

/** @throws LichengError `window_closed` with the operation and when its window opens and closes. */
export function requireOpen(windows: readonly CalendarWindow[], operation: Operation, now: Date): void {
  const window = findWindow(windows, operation);
  if (!isOpen(window, now)) throw windowClosed(operation, window);
}

/**
 * Adding or editing: inside the `upload` window, or within the grace period after it when every upload that is newly
 * attached began before the close.
 * @throws LichengError `window_closed`
 */
export function requireUploadInTime(windows: readonly CalendarWindow[], now: Date, startedAt: readonly Date[]): void {
  const window = findWindow(windows, 'upload');
  if (isOpen(window, now)) return;
  const withinGrace =
    window !== undefined &&
    now >= window.closesAt &&
    now.getTime() < window.closesAt.getTime() + UPLOAD_GRACE_MS &&
    startedAt.length > 0 &&
    startedAt.every((started) => started < window.closesAt);
  if (!withinGrace) throw windowClosed('upload', window);
}
