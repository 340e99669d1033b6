import { LichengError } from '@licheng/portfolio-rules';
import { checkNewFile, checkSha256, cleanFileName, slotOf } from '../domain/new-file.ts';
import { discardUpload } from './discard-upload.ts';
import type { NewUpload, Owner, Upload } from './ports.ts';
import type { Reception } from './reception.ts';
import { reuseContent } from './reuse-content.ts';
import { newUploadId } from './upload-id.ts';

/** Beyond this many, the oldest that nobody sends makes room. */
const MAX_UNFINISHED = 20;

export interface WantedUpload {
  slot: string;
  fileName: string;
  sizeBytes: number;
  /** Of the whole file in lower-case hex, when the sender knows it. */
  sha256: string | undefined;
  /** The same one again means the same upload. */
  idempotencyKey: string | undefined;
}

export interface CreatedUpload {
  upload: Upload;
  /** Whole already, although nothing was sent for it. */
  reused: boolean;
}

/**
 * @throws LichengError with the rule the file breaks; `idempotency_key_reused` when the key belongs to another file;
 * `too_many_attempts`.
 */
export async function createUpload(reception: Reception, owner: Owner, wanted: WantedUpload): Promise<CreatedUpload> {
  const slot = slotOf(wanted.slot);
  const fileName = cleanFileName(wanted.fileName);
  checkNewFile(slot, fileName, wanted.sizeBytes);
  const { uploads, turns } = reception;
  const upload: NewUpload = {
    id: newUploadId(owner, wanted.idempotencyKey),
    institutionId: owner.institutionId,
    ownerId: owner.personId,
    slot,
    fileName,
    sizeBytes: wanted.sizeBytes,
    announcedSha256: checkSha256(wanted.sha256),
  };
  for (;;) {
    if (wanted.idempotencyKey !== undefined) {
      const existing = await uploads.find(upload.institutionId, upload.id);
      if (existing !== null) return { upload: sameFile(existing, upload), reused: false };
    }
    const reused = await reuseContent(reception, upload);
    if (reused !== null) return { upload: reused, reused: true };
    const created = await uploads.create(upload, MAX_UNFINISHED);
    if (created !== null) return { upload: created, reused: false };
    // Tabs that were closed half-way must not lock a student out.
    const unfinished = await uploads.unfinishedOf(owner);
    if (unfinished.length < MAX_UNFINISHED) continue;
    const idle = unfinished.find((id) => !turns.has(id));
    if (idle === undefined) throw new LichengError('too_many_attempts', { maxUnfinished: MAX_UNFINISHED });
    await discardUpload(reception, owner.institutionId, idle);
  }
}

function sameFile(existing: Upload, wanted: NewUpload): Upload {
  const { slot, fileName, sizeBytes, announcedSha256 } = existing;
  const same =
    slot === wanted.slot &&
    fileName === wanted.fileName &&
    sizeBytes === wanted.sizeBytes &&
    announcedSha256 === wanted.announcedSha256;
  if (!same) throw new LichengError('idempotency_key_reused');
  return existing;
}
