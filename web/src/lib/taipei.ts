/** Taipei keeps UTC+8 all year and has since 1980, so the conversion is plain arithmetic and the same in every browser. */
const OFFSET_MS = 8 * 3600 * 1000;

function parts(iso: string): { date: string; time: string } {
  const shifted = new Date(new Date(iso).getTime() + OFFSET_MS).toISOString();
  return { date: shifted.slice(0, 10), time: shifted.slice(11, 16) };
}

/** `2022/07/08`, the manual's form. */
export function formatDate(iso: string): string {
  return parts(iso).date.replaceAll('-', '/');
}

/** `2022/07/08 14:05` */
export function formatDateTime(iso: string): string {
  const { time } = parts(iso);
  return `${formatDate(iso)} ${time}`;
}

/** `14:05` */
export function formatTime(iso: string): string {
  return parts(iso).time;
}

/** Value of a `datetime-local` input that shows the instant as a clock in Taipei does, whatever the device's zone. */
export function toTaipeiInput(iso: string): string {
  const { date, time } = parts(iso);
  return `${date}T${time}`;
}

/** The instant a `datetime-local` value names in Taipei, with its offset; null while the field is not filled. */
export function fromTaipeiInput(value: string): string | null {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(value) ? `${value}:00+08:00` : null;
}

export type TimeLeft = { unit: 'day' | 'hour' | 'minute'; count: number } | { unit: 'over'; count: 0 };

/** Whole units left, rounded down so that no page ever promises more time than there is. */
export function timeLeft(fromMs: number, toIso: string): TimeLeft {
  const minutes = Math.floor((new Date(toIso).getTime() - fromMs) / 60_000);
  if (minutes < 0) return { unit: 'over', count: 0 };
  if (minutes < 60) return { unit: 'minute', count: minutes };
  if (minutes < 48 * 60) return { unit: 'hour', count: Math.floor(minutes / 60) };
  return { unit: 'day', count: Math.floor(minutes / (24 * 60)) };
}

/** Whole units gone by since an instant. */
export function timeSince(nowMs: number, fromIso: string): { unit: 'day' | 'hour' | 'minute'; count: number } {
  const minutes = Math.max(0, Math.floor((nowMs - new Date(fromIso).getTime()) / 60_000));
  if (minutes < 60) return { unit: 'minute', count: minutes };
  if (minutes < 48 * 60) return { unit: 'hour', count: Math.floor(minutes / 60) };
  return { unit: 'day', count: Math.floor(minutes / (24 * 60)) };
}
