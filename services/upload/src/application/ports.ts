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
  /** What the sender says the bytes are; null when they did not. */
  announcedSha256: string | null;
}

/** What was drawn of a document, for looking at without opening the file. */
export interface DrawnPages {
  /** Pages the document has; 0 when it could not be drawn. */
  pageCount: number;
  /** How many of the first pages have an image. */
  imageCount: number;
}

export interface Upload extends NewUpload {
  status: UploadStatus;
  startedAt: Date;
  sha256: string | null;
  mediaType: string | null;
  thumbnail: BlobRef | null;
  /** Null until drawing has ended. */
  drawn: DrawnPages | null;
}

export type CheckResult = { action: 'pass'; mediaType: string } | { action: 'reject'; rejection: FileRejection };

/** Uploads of one institution at a time. @throws LichengError `service_unavailable` while the database is away. */
export interface UploadStore {
  /** @returns null when the owner has `maxUnfinished` unfinished uploads already, or there is one of that id. */
  create(upload: NewUpload, maxUnfinished: number): Promise<Upload | null>;
  /** Whether its owner has a file of these bytes for this slot that passed its check. */
  hasPassed(upload: NewUpload, sha256: string): Promise<boolean>;
  /**
   * Creates an upload of bytes that are stored already, with the event a received one gets and with what was drawn of the
   * same bytes for the same owner before. @returns null when there is one of that id.
   */
  createWhole(upload: NewUpload, sha256: string): Promise<Upload | null>;
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
  setPageImage(institutionId: string, id: string, page: number, image: BlobRef): Promise<void>;
  findPageImage(institutionId: string, id: string, page: number): Promise<BlobRef | null>;
  /** @returns false when one of the first `imageCount` pages has no image. */
  setDrawn(institutionId: string, id: string, drawn: DrawnPages): Promise<boolean>;
  /** Where an upload belongs, for callers that speak for no institution. */
  institutionOf(id: string): Promise<string | null>;
  /** Unfinished uploads that began longer ago, of all institutions. */
  abandoned(olderThanMs: number): Promise<{ id: string; institutionId: string }[]>;
}

export type LinkVariant = 'file' | 'thumbnail';

export interface Link {
  uploadId: string;
  institutionId: string;
  /** A number is a page's image, from 1. */
  shows: LinkVariant | number;
  expiresAt: Date;
}

export interface LinkSigner {
  sign(link: Link): string;
  /** Null for anything this service did not sign, or not with this secret. */
  read(token: string): Link | null;
}
