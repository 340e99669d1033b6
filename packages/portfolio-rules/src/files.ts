/** An outcome holds at most one file per slot and at least one in all (manual 1.1, 二者需至少上傳一件). */
export const FILE_SLOTS = ['document', 'media'] as const;
export type FileSlot = (typeof FILE_SLOTS)[number];

export interface SlotRule {
  readonly maxBytes: number;
  /** Allowed extension → the media types whose content it may hold. */
  readonly types: Readonly<Record<string, string>>;
}

const MEBIBYTE = 1024 * 1024;

export const SLOT_RULES = {
  document: {
    maxBytes: 4 * MEBIBYTE,
    types: { pdf: 'application/pdf', jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png' },
  },
  media: {
    maxBytes: 10 * MEBIBYTE,
    types: { mp3: 'audio/mpeg', mp4: 'video/mp4' },
  },
} as const satisfies Record<FileSlot, SlotRule>;

export const MAX_FILE_NAME_CHARACTERS = 200;

/** Lower-case extension without the dot; empty when the name has none. */
export function extensionOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return dot <= 0 ? '' : fileName.slice(dot + 1).toLowerCase();
}

/** The media type a file of this name must really contain, or null when the slot does not take its extension. */
export function expectedMediaType(slot: FileSlot, fileName: string): string | null {
  const types: Readonly<Record<string, string>> = SLOT_RULES[slot].types;
  const extension = extensionOf(fileName);
  return Object.hasOwn(types, extension) ? (types[extension] ?? null) : null;
}

/** The media type the first bytes betray, among those we take; null for anything else. 16 bytes are enough. */
export function sniffMediaType(head: Uint8Array): string | null {
  const ascii = (offset: number, text: string) =>
    head.length >= offset + text.length &&
    Array.from(text, (c) => c.charCodeAt(0)).every((code, i) => head[offset + i] === code);
  const bytes = (...expected: number[]) => expected.every((b, i) => head[i] === b);
  if (ascii(0, '%PDF-')) return 'application/pdf';
  if (bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (bytes(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (ascii(0, 'ID3')) return 'audio/mpeg';
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0 && ((head[1] ?? 0) & 0x06) === 0x02) return 'audio/mpeg';
  if (ascii(4, 'ftyp')) return 'video/mp4';
  return null;
}

/** What is known of a stored file's content check. */
export const FILE_CHECKS = ['checking', 'passed', 'rejected'] as const;
export type FileCheck = (typeof FILE_CHECKS)[number];

/** Why a file did not pass, in words the student can act on (web's `fileRejection` texts, one per reason). */
export const FILE_REJECTIONS = [
  'empty',
  'too_large',
  'type_not_allowed',
  'content_does_not_match_name',
  'infected',
  'unreadable',
  'encrypted',
] as const;
export type FileRejection = (typeof FILE_REJECTIONS)[number];
