import { randomUUID } from 'node:crypto';
import { LichengError } from '@licheng/portfolio-rules';
import { checkNewFile, cleanFileName, slotOf } from '../domain/new-file.ts';
import { discardUpload } from './discard-upload.ts';
import type { Owner, Upload } from './ports.ts';
import type { Reception } from './reception.ts';

const MAX_UNFINISHED = 5;

/** @throws LichengError with the rule the file breaks. */
export async function createUpload(
  reception: Reception,
  owner: Owner,
  file: { slot: string; fileName: string; sizeBytes: number },
): Promise<Upload> {
  const slot = slotOf(file.slot);
  const fileName = cleanFileName(file.fileName);
  checkNewFile(slot, fileName, file.sizeBytes);
  const upload = {
    id: randomUUID(),
    institutionId: owner.institutionId,
    ownerId: owner.personId,
    slot,
    fileName,
    sizeBytes: file.sizeBytes,
  };
  for (;;) {
    const created = await reception.uploads.create(upload, MAX_UNFINISHED);
    if (created !== null) return created;
    // Tabs that were closed half-way must not lock a student out: the oldest upload that nobody sends makes room.
    const unfinished = await reception.uploads.unfinishedOf(owner);
    const idle = unfinished.find((id) => !reception.turns.has(id));
    if (idle === undefined && unfinished.length >= MAX_UNFINISHED) {
      throw new LichengError('too_many_attempts', { maxUnfinished: MAX_UNFINISHED });
    }
    if (idle !== undefined) await discardUpload(reception, owner.institutionId, idle);
  }
}
