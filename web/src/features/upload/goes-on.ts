import type { FileSlot } from '@licheng/portfolio-rules';
import type { Draft, DraftFile } from './draft-store.ts';

/** Whether it does something by itself, rather than waiting for a person. */
export function goesOn({ pressed, checking, files }: Pick<Draft, 'pressed' | 'checking' | 'files'>): boolean {
  return pressed || checking || Object.values(files).some(isUnderWay);
}

function isUnderWay(file: Draft['files'][FileSlot]): file is DraftFile {
  return file !== null && file !== 'removed' && file.uploadId === null && !file.paused && !file.asChosen;
}
