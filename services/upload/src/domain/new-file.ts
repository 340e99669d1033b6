import {
  FILE_SLOTS,
  type FileSlot,
  LichengError,
  MAX_FILE_NAME_CHARACTERS,
  SLOT_RULES,
  expectedMediaType,
  extensionOf,
} from '@licheng/portfolio-rules';

/** Control characters, and the marks that turn the reading direction: they can dress up `exe` as `pdf`. */
const UNSAFE_IN_NAMES = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** The name alone: no folders of the sender's machine, nothing invisible. */
export function cleanFileName(name: string): string {
  return (name.normalize('NFC').split(/[/\\]/).at(-1) ?? '').replace(UNSAFE_IN_NAMES, '').trim();
}

export function slotOf(value: string): FileSlot {
  const slot = FILE_SLOTS.find((known) => known === value);
  if (slot === undefined) throw new LichengError('invalid_request', { field: 'slot' });
  return slot;
}

const SHA256 = /^[0-9a-f]{64}$/;

/** @returns null when the sender gave none. @throws LichengError `invalid_request` for anything but 64 hex digits. */
export function checkSha256(value: string | undefined): string | null {
  if (value === undefined) return null;
  if (!SHA256.test(value)) throw new LichengError('invalid_request', { field: 'sha256' });
  return value;
}

/** @throws LichengError when a file of this name and length may not go into this slot. */
export function checkNewFile(slot: FileSlot, fileName: string, sizeBytes: number): void {
  // Code points, as the database counts them.
  if (Array.from(fileName).length > MAX_FILE_NAME_CHARACTERS) {
    throw new LichengError('file_name_too_long', { slot, maxCharacters: MAX_FILE_NAME_CHARACTERS });
  }
  if (expectedMediaType(slot, fileName) === null) {
    throw new LichengError('file_type_not_allowed', {
      slot,
      extension: extensionOf(fileName).slice(0, 20),
      allowed: Object.keys(SLOT_RULES[slot].types).join(' '),
    });
  }
  if (sizeBytes === 0) throw new LichengError('file_empty', { slot });
  const { maxBytes } = SLOT_RULES[slot];
  if (sizeBytes > maxBytes) throw new LichengError('file_too_large', { slot, maxBytes, sizeBytes });
}
