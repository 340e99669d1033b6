/** What the database remembers of a volume. */
export interface RegisteredVolume {
  /** Place in BLOB_VOLUMES, from 0. */
  position: number;
  volumeId: string;
  /** The same for all volumes of one store. */
  storeId: string;
  /** False between the decision to use a volume and its first marker. */
  initialised: boolean;
}

/** The database's side of the bond between a store and its volumes. */
export interface VolumeRegistry {
  list(): Promise<RegisteredVolume[]>;
  /** Whether the database names any blob at all. */
  holdsBlobs(): Promise<boolean>;
  /** Remembers volumes that are about to be marked; keeps what another process wrote first. */
  plan(volumes: readonly RegisteredVolume[]): Promise<void>;
  confirm(): Promise<void>;
}

/** Serving from these volumes could lose or mix up files; the message says what was found and what was expected. */
export class VolumeRefusedError extends Error {
  override name = 'VolumeRefusedError';
}
