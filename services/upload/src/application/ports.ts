import type { BlobRef } from '@licheng/blob-store';
import type { Transaction } from '@licheng/database';
import type { FileRejection, FileSlot } from '@licheng/portfolio-rules';
import type { UploadStatus } from '../domain/upload-status.ts';

/** Whoever uploads. */
export interface Owner {
  personId: string;
  institutionId: string;
}

export interface NewUpload {
  id: string;
  institutionId: string;
  ownerId: string;
  slot: FileSlot;
  fileName: string;
  sizeBytes: number;
}

export interface Upload extends NewUpload {
  status: UploadStatus;
  startedAt: Date;
  sha256: string | null;
  mediaType: string | null;
  thumbnail: BlobRef | null;
}

export type CheckResult = { action: 'pass'; mediaType: string } | { action: 'reject'; rejection: FileRejection };

/** Uploads of one institution at a time. @throws LichengError `service_unavailable` while the database is away. */
export interface UploadStore {
  /** @returns null when the owner has `maxUnfinished` unfinished uploads already. */
  create(upload: NewUpload, maxUnfinished: number): Promise<Upload | null>;
  find(institutionId: string, id: string): Promise<Upload | null>;
  findAll(owner: Owner, ids: readonly string[]): Promise<Upload[]>;
  /** Ids of the owner's unfinished uploads, oldest first. */
  unfinishedOf(owner: Owner): Promise<string[]>;
  /** Receiving → checking together with its event. @returns false when the upload was not receiving any more. */
  complete(upload: Upload, sha256: string): Promise<boolean>;
  /** Removes an unfinished upload. @returns false when there is none. */
  discard(institutionId: string, id: string): Promise<boolean>;
  /** The status as locked within `tx`; null for an unknown upload. */
  lockStatus(tx: Transaction, institutionId: string, id: string): Promise<UploadStatus | null>;
  recordCheck(
    tx: Transaction,
    institutionId: string,
    id: string,
    status: UploadStatus,
    result: CheckResult,
  ): Promise<void>;
  setThumbnail(institutionId: string, id: string, thumbnail: BlobRef): Promise<void>;
  /** Where an upload belongs, for callers that speak for no institution. */
  institutionOf(id: string): Promise<string | null>;
  /** Unfinished uploads whose time is over, of all institutions. */
  abandoned(olderThanMs: number): Promise<{ id: string; institutionId: string }[]>;
}

export type LinkVariant = 'file' | 'thumbnail';

export interface Link {
  uploadId: string;
  institutionId: string;
  variant: LinkVariant;
  expiresAt: Date;
}

export interface LinkSigner {
  sign(link: Link): string;
  /** Null for anything this service did not sign, or not with this secret. */
  read(token: string): Link | null;
}
