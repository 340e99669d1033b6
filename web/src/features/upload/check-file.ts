import {
  expectedMediaType,
  type FileSlot,
  MAX_FILE_NAME_CHARACTERS,
  SLOT_RULES,
  sniffMediaType,
} from '@licheng/portfolio-rules';
import type { FileRefusal } from '../../text/vocabulary.ts';

const HEAD_BYTES = 16;

/** Tells before a byte is sent what the server would refuse anyway. */
export async function checkFile(
  slot: FileSlot,
  file: Pick<File, 'name' | 'size' | 'slice'>,
): Promise<FileRefusal | null> {
  const expected = expectedMediaType(slot, file.name);
  if (expected === null) return 'type_not_allowed';
  if (file.size === 0) return 'empty';
  if (file.size > SLOT_RULES[slot].maxBytes) return 'too_large';
  if (Array.from(file.name).length > MAX_FILE_NAME_CHARACTERS) return 'name_too_long';
  try {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    return sniffMediaType(head) === expected ? null : 'content_does_not_match_name';
  } catch {
    return 'unreadable';
  }
}

/** For the picker; what is chosen is checked all the same. */
export function acceptedTypes(slot: FileSlot): string {
  const { types } = SLOT_RULES[slot];
  return [...Object.keys(types).map((extension) => `.${extension}`), ...new Set(Object.values(types))].join(',');
}
