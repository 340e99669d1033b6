import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { ReadBlobResponse, UploadServiceClient } from '@licheng/contracts/upload';
import { LichengError } from '@licheng/portfolio-rules';
import { type Peer, type ServiceTokens, errorFrom, metadataFor } from '@licheng/service-kit';
import type { Uploads } from '../application/ports.ts';

const FETCH_TIMEOUT_MS = 30_000;
const PUT_ATTEMPTS = 3;

export class GrpcUploads implements Uploads {
  readonly #peer: Peer<UploadServiceClient>;
  readonly #tokens: ServiceTokens;

  constructor(peer: Peer<UploadServiceClient>, tokens: ServiceTokens) {
    this.#peer = peer;
    this.#tokens = tokens;
  }

  async fetch(uploadId: string, path: string): Promise<{ sizeBytes: number; sha256: string }> {
    const metadata = metadataFor(await this.#tokens.current());
    const hash = createHash('sha256');
    let sizeBytes = 0;
    const file = await open(path, 'wx', 0o600);
    try {
      const parts: AsyncIterable<ReadBlobResponse> = this.#peer.client.readBlob({ uploadId }, metadata, {
        deadline: Date.now() + FETCH_TIMEOUT_MS,
      });
      for await (const { chunk } of translated(parts)) {
        hash.update(chunk);
        await file.write(chunk, 0, chunk.length, sizeBytes);
        sizeBytes += chunk.length;
      }
    } finally {
      await file.close();
    }
    return { sizeBytes, sha256: hash.digest('hex') };
  }

  async putThumbnail(uploadId: string, webp: Buffer): Promise<void> {
    const token = await this.#tokens.current();
    await this.#peer.call('putThumbnail', { uploadId, webp }, { token, attempts: PUT_ATTEMPTS });
  }

  async wantsPageImages(uploadId: string): Promise<boolean> {
    const token = await this.#tokens.current();
    try {
      const { state } = await this.#peer.call('createPreviewLinks', { uploadId }, { token, attempts: PUT_ATTEMPTS });
      return state === 'pending';
    } catch (error) {
      // It has not heard of the verdict yet.
      if (error instanceof LichengError && error.code === 'file_not_clean') return true;
      throw error;
    }
  }

  async putPageImage(uploadId: string, page: number, webp: Buffer): Promise<void> {
    const token = await this.#tokens.current();
    await this.#peer.call('putPageImage', { uploadId, page, webp }, { token, attempts: PUT_ATTEMPTS });
  }

  async finishPageImages(uploadId: string, drawn: { pageCount: number; imageCount: number }): Promise<void> {
    const token = await this.#tokens.current();
    await this.#peer.call('finishPageImages', { uploadId, ...drawn }, { token, attempts: PUT_ATTEMPTS });
  }
}

/** Only the stream's own failures become the peer's error codes; a full disk here stays what it is. */
async function* translated(parts: AsyncIterable<ReadBlobResponse>): AsyncGenerator<ReadBlobResponse> {
  const iterator = parts[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await iterator.next().catch((error: unknown) => {
        throw errorFrom(error);
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}
