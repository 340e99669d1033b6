/** Where uploads are kept. @throws LichengError `service_unavailable` while that cannot be reached. */
export interface Uploads {
  /** Writes the bytes of an upload to a new file only we can read. */
  fetch(uploadId: string, path: string): Promise<{ sizeBytes: number; sha256: string }>;
  /** Repeating it changes nothing. */
  putThumbnail(uploadId: string, webp: Buffer): Promise<void>;
  /** Whether page images of the upload are still to be made. */
  wantsPageImages(uploadId: string): Promise<boolean>;
  /** Repeating it changes nothing. */
  putPageImage(uploadId: string, page: number, webp: Buffer): Promise<void>;
  finishPageImages(uploadId: string, drawn: { pageCount: number; imageCount: number }): Promise<void>;
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

/** Makes a WebP as large as the page it is given, of at most 512 kB. */
export interface PageImages {
  /** @returns false for a page that cannot be made that small. */
  page(source: string, target: string): Promise<boolean>;
}

/** In any unit, as the page is shown. */
export interface PageSize {
  width: number;
  height: number;
}

/** @throws Error when the machine is too busy: it says nothing about the document. */
export interface DocumentPages {
  /** Sizes of the first `limit` pages and how many there are in all; null for a document that cannot be opened. */
  measure(source: string, limit: number): Promise<{ pageCount: number; sizes: PageSize[] } | null>;
  /** Draws a page as PPM, so that its longer side has that many pixels. @returns false when it cannot be drawn. */
  draw(source: string, page: number, longerSide: number, target: string): Promise<boolean>;
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
