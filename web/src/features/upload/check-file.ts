import {
  expectedMediaType,
  extensionOf,
  FILE_SLOTS,
  type FileSlot,
  MAX_FILE_NAME_CHARACTERS,
  SLOT_RULES,
  sniffMediaType,
} from '@licheng/portfolio-rules';
import type { FileRefusal } from '../../text/vocabulary.ts';

const HEAD_BYTES = 16;
/** Brands of ISO/IEC 23008-12 image files in the `ftyp` box, as cameras of phones write them. */
const HEIF_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

/** What stands in the way, and what the person may agree to. */
export type Verdict =
  | { kind: 'fit' }
  | { kind: 'refused'; refusal: FileRefusal }
  /** A picture that may be made smaller or put into another format, if the person wants that. */
  | { kind: 'convertible'; why: 'too_large' | 'heic' }
  /** The content is one we take, only the name says otherwise. */
  | { kind: 'misnamed'; newName: string }
  /** Good, but for the other field. */
  | { kind: 'other_slot'; slot: FileSlot };

type Readable = Pick<File, 'name' | 'size' | 'slice'>;

/** Tells before a byte is sent what the server would refuse anyway. */
export async function checkFile(slot: FileSlot, file: Readable): Promise<Verdict> {
  if (file.size === 0) return refused('empty');
  let head: Uint8Array;
  try {
    head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  } catch {
    return refused('unreadable');
  }
  if (slot === 'document' && isHeif(head)) return { kind: 'convertible', why: 'heic' };
  const expected = expectedMediaType(slot, file.name);
  const found = isHeif(head) ? null : sniffMediaType(head);
  if (expected === null || found !== expected) return misfit(slot, file, expected, found);
  if (Array.from(file.name).length > MAX_FILE_NAME_CHARACTERS) return refused('name_too_long');
  if (file.size <= SLOT_RULES[slot].maxBytes) return { kind: 'fit' };
  return found.startsWith('image/') ? { kind: 'convertible', why: 'too_large' } : refused('too_large');
}

function misfit(slot: FileSlot, file: Readable, expected: string | null, found: string | null): Verdict {
  const other = FILE_SLOTS.find((candidate) => candidate !== slot);
  if (expected === null && other !== undefined && found !== null && expectedMediaType(other, file.name) === found) {
    return { kind: 'other_slot', slot: other };
  }
  const extension = found === null ? null : usualExtension(slot, found);
  // Only between names a person may confuse: a program's own format stays refused whatever its first bytes look like.
  if (extension !== null && (expected !== null || looksLikePictureName(file.name))) {
    const stem = extensionOf(file.name) === '' ? file.name : file.name.slice(0, file.name.lastIndexOf('.'));
    return { kind: 'misnamed', newName: `${stem}.${extension}` };
  }
  return refused(expected === null ? 'type_not_allowed' : 'content_does_not_match_name');
}

/** Phones name a JPEG `.heic`, `.jfif` or nothing at all. */
function looksLikePictureName(name: string): boolean {
  return ['', 'heic', 'heif', 'jfif', 'jpe'].includes(extensionOf(name));
}

function usualExtension(slot: FileSlot, mediaType: string): string | null {
  const types: Readonly<Record<string, string>> = SLOT_RULES[slot].types;
  return Object.keys(types).find((extension) => types[extension] === mediaType) ?? null;
}

function refused(refusal: FileRefusal): Verdict {
  return { kind: 'refused', refusal };
}

function isHeif(head: Uint8Array): boolean {
  const ascii = String.fromCharCode(...head.slice(4, 12));
  return ascii.startsWith('ftyp') && HEIF_BRANDS.includes(ascii.slice(4));
}

/** Which field a dropped or pasted file belongs to; null when neither takes its name. */
export function slotFor(file: Pick<File, 'name' | 'type'>): FileSlot | null {
  const byName = FILE_SLOTS.find((slot) => expectedMediaType(slot, file.name) !== null);
  if (byName !== undefined) return byName;
  if (file.type.startsWith('image/') || ['heic', 'heif'].includes(extensionOf(file.name))) return 'document';
  return file.type.startsWith('video/') || file.type.startsWith('audio/') ? 'media' : null;
}

/** For the picker; what is chosen is checked all the same. */
export function acceptedTypes(slot: FileSlot, handsOverJpeg: boolean): string {
  const { types } = SLOT_RULES[slot];
  const accepted = [...Object.keys(types).map((extension) => `.${extension}`), ...new Set(Object.values(types))];
  // An iPhone turns its HEIC photos into JPEG exactly when HEIC is not named; elsewhere they would just be grey.
  if (slot === 'document' && !handsOverJpeg) accepted.push('.heic', '.heif', 'image/heic', 'image/heif');
  return accepted.join(',');
}

export function isAppleTouchDevice({ userAgent, maxTouchPoints }: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>) {
  return /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1);
}
