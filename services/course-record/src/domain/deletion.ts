/** How long a deletion can be taken back. Pages offer it for less, so that no click is refused that was offered. */
export const RESTORABLE_MS = 60_000;

export function restorableUntil(deletedAt: Date): Date {
  return new Date(deletedAt.getTime() + RESTORABLE_MS);
}
