import type { Acknowledgement, HandInItem, Receipt } from '../domain/holding.ts';

export interface CertifiedResult {
  outcomeId: string;
  version: number;
  institutionId: string;
  studentId: string;
  courseId: string;
  academicYear: number;
  files: readonly { slot: string; sha256: string; sizeBytes: number }[];
  certifierName: string;
  decidedAt: Date;
  revoked: boolean;
}

export interface HeldItem {
  itemId: string;
  batchId: string;
  outcomeId: string;
  version: number;
  institutionId: string;
  academicYear: number;
  files: { slot: string; sha256: string; sizeBytes: number }[];
  receivedAt: Date;
}

/** What the central database knows, inside one transaction. */
export interface Portfolio {
  /** Keeps the later of what is known and this. */
  keepResult(result: CertifiedResult): Promise<void>;
  /** Keeps the item with its files and tells its acknowledgement; what was received once stays received. */
  keepItem(item: HandInItem, acknowledgement: Acknowledgement): Promise<void>;
}

export interface PortfolioReader {
  isReceived(itemId: string): Promise<boolean>;
  /** All received items, of one academic year or of all when it is 0, oldest first. */
  received(academicYear: number): Promise<HeldItem[]>;
}

export interface FileSource {
  /**
   * The bytes of an upload, or null when it is known not to exist. The stream fails with `service_unavailable` when the
   * source falls silent or breaks off.
   * @throws LichengError `service_unavailable` while the source is away.
   */
  open(uploadId: string): Promise<AsyncIterable<Uint8Array> | null>;
}

export interface FileStore {
  /**
   * Takes in a stream and keeps it durably under its SHA-256 if `accept` says so; otherwise leaves nothing behind.
   * Reads at most `limitBytes` + 1 bytes.
   */
  keep(
    bytes: AsyncIterable<Uint8Array>,
    limitBytes: number,
    accept: (received: { sizeBytes: number; sha256: string }) => Receipt,
  ): Promise<Receipt>;
}
