import {
  type FileRejection,
  type FileSlot,
  SLOT_RULES,
  expectedMediaType,
  sniffMediaType,
} from '@licheng/portfolio-rules';

/** Bytes from the start of a file that `outerCheck` wants to see. */
export const HEAD_BYTES = 16;

/** Formats that share MP4's container, by its major brand (ISO/IEC 14496-12, 4.3): pictures and QuickTime films. */
const FOREIGN_BRANDS: ReadonlySet<string> = new Set([
  'heic',
  'heix',
  'hevc',
  'hevx',
  'heim',
  'heis',
  'mif1',
  'msf1',
  'avif',
  'avis',
  'qt  ',
]);

/** Everything that can be said without decoding: the media type a file truly has, or why it is rejected. */
export function outerCheck(
  slot: FileSlot,
  fileName: string,
  sizeBytes: number,
  head: Uint8Array,
): { mediaType: string } | { rejection: FileRejection } {
  if (sizeBytes === 0) return { rejection: 'empty' };
  if (sizeBytes > SLOT_RULES[slot].maxBytes) return { rejection: 'too_large' };
  const expected = expectedMediaType(slot, fileName);
  if (expected === null) return { rejection: 'type_not_allowed' };
  const brand = String.fromCharCode(...head.subarray(8, 12));
  if (sniffMediaType(head) !== expected || (expected === 'video/mp4' && FOREIGN_BRANDS.has(brand))) {
    return { rejection: 'content_does_not_match_name' };
  }
  return { mediaType: expected };
}
