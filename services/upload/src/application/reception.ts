import type { BlobStore, Staging } from '@licheng/blob-store';
import type { UploadStore } from './ports.ts';
import type { Turns } from './turns.ts';

/** Everything that takes files in. */
export interface Reception {
  uploads: UploadStore;
  blobs: BlobStore;
  staging: Staging;
  turns: Turns;
}
