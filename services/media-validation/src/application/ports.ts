/** Where uploads are kept. @throws LichengError `service_unavailable` while that cannot be reached. */
export interface Uploads {
  /** Writes the bytes of an upload to a new file only we can read. */
  fetch(uploadId: string, path: string): Promise<{ sizeBytes: number; sha256: string }>;
  /** Repeating it changes nothing. */
  putThumbnail(uploadId: string, webp: Buffer): Promise<void>;
}

/** @throws LichengError `service_unavailable` for everything but a clear answer. */
export interface VirusScanner {
  scan(path: string): Promise<'clean' | 'infected'>;
}

/** Makes a WebP of at most 320 pixels' width; decodes the whole picture. */
export interface ImageReader {
  /** @returns false for a picture that cannot be decoded. */
  thumbnail(source: string, target: string): Promise<boolean>;
}

export interface DocumentReader {
  /** Renders the first page as PNG. */
  firstPage(source: string, target: string): Promise<'rendered' | 'encrypted' | 'unreadable'>;
}

export interface MediaProbe {
  /** Whether the file is what its type says and can be decoded from beginning to end. */
  isReadable(source: string, mediaType: 'audio/mpeg' | 'video/mp4'): Promise<boolean>;
  /** A picture from the film as PNG. @returns false when it has none. */
  poster(source: string, target: string): Promise<boolean>;
}
