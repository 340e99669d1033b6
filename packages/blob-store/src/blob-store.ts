import type { Readable } from 'node:stream';

/** Content by its address. The size is part of it, so that a truncated copy is recognised without hashing. */
export interface BlobRef {
  /** Lower-case hex. */
  sha256: string;
  sizeBytes: number;
}

/** First and last byte, both included, as in HTTP. */
export interface ByteRange {
  start: number;
  end: number;
}

/** `repaired`: a copy was missing or damaged and has been made again from a sound one. `lost`: no sound copy is left. */
export type Verification = 'sound' | 'repaired' | 'lost';

/** No readable copy is where one should be. */
export class BlobMissingError extends Error {
  override name = 'BlobMissingError';
}

/** Immutable content by SHA-256. What `put` and `putFile` have acknowledged survives the loss of any one copy. */
export interface BlobStore {
  /**
   * Stores a finished file whose hash is known. The file stays in place until its owner removes it, so that everything can
   * be done again when the caller's own commit fails afterwards. Nothing may write to it any more.
   */
  putFile(path: string, blob: BlobRef): Promise<void>;
  /** Hashes and stores a stream. */
  put(content: AsyncIterable<Uint8Array>): Promise<BlobRef>;
  /** @throws BlobMissingError when no copy of the right size can be opened. */
  open(blob: BlobRef, range?: ByteRange): Promise<Readable>;
  /** Whether a copy of the right size is there; says nothing about its bytes. */
  has(blob: BlobRef): Promise<boolean>;
  /** Re-hashes every copy and repairs what can be repaired. */
  verify(blob: BlobRef): Promise<Verification>;
}
