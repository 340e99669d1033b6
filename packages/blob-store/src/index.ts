export { BlobMissingError, type BlobRef, type BlobStore, type ByteRange, type Verification } from './blob-store.ts';
export { FsBlobStore } from './fs-blob-store.ts';
export { ephemeralFileSystem, openVolumes, type OpenVolumesOptions } from './open-volumes.ts';
export { type ScrubOptions, type Scrub, startScrub } from './scrub.ts';
export { type StagedFile, Staging } from './staging.ts';
export { type RegisteredVolume, type VolumeRegistry, VolumeRefusedError } from './volume-registry.ts';
