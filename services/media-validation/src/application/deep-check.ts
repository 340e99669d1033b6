import { join } from 'node:path';
import type { FileRejection } from '@licheng/portfolio-rules';
import type { DocumentReader, ImageReader, MediaProbe } from './ports.ts';

export interface Readers {
  images: ImageReader;
  documents: DocumentReader;
  media: MediaProbe;
}

export type DeepCheck = { rejection: FileRejection } | { thumbnail: string | null };

/** Opens the file with its decoder; `thumbnail` is the path of a WebP in `dir`. */
type Check = (readers: Readers, path: string, dir: string) => Promise<DeepCheck>;

const unreadable: DeepCheck = { rejection: 'unreadable' };

const checkImage: Check = async ({ images }, path, dir) => {
  const thumbnail = join(dir, 'thumbnail.webp');
  return (await images.thumbnail(path, thumbnail)) ? { thumbnail } : unreadable;
};

const checkDocument: Check = async (readers, path, dir) => {
  const page = join(dir, 'page.png');
  const result = await readers.documents.firstPage(path, page);
  return result === 'rendered' ? checkImage(readers, page, dir) : { rejection: result };
};

const checkAudio: Check = async ({ media }, path) =>
  (await media.isReadable(path, 'audio/mpeg')) ? { thumbnail: null } : unreadable;

const checkVideo: Check = async ({ media, images }, path, dir) => {
  if (!(await media.isReadable(path, 'video/mp4'))) return unreadable;
  const poster = join(dir, 'poster.png');
  const thumbnail = join(dir, 'thumbnail.webp');
  // Sound alone is a film without pictures, but a film.
  const shown = (await media.poster(path, poster)) && (await images.thumbnail(poster, thumbnail));
  return { thumbnail: shown ? thumbnail : null };
};

const CHECKS: Readonly<Record<string, Check>> = {
  'application/pdf': checkDocument,
  'image/jpeg': checkImage,
  'image/png': checkImage,
  'audio/mpeg': checkAudio,
  'video/mp4': checkVideo,
};

/** Only for files the scanner called clean: decoders are where malicious files do their work. */
export function deepCheck(readers: Readers, mediaType: string, path: string, dir: string): Promise<DeepCheck> {
  const check = CHECKS[mediaType];
  if (check === undefined) throw new Error(`no check for ${mediaType}`);
  return check(readers, path, dir);
}
