import type { UploadServiceClient } from '@licheng/contracts/upload';
import { type ErrorCode, LichengError } from '@licheng/portfolio-rules';
import type { Peer, ServiceTokens } from '@licheng/service-kit';
import type { FileSource } from '../application/ports.ts';

const FETCH_TIMEOUT_MS = 60_000;

/** Answers by which upload says that there is no such file, rather than that it cannot tell now. */
const MISSING: ReadonlySet<ErrorCode> = new Set(['not_found', 'upload_not_found']);
const MISSING_STATUS: ReadonlySet<number> = new Set([404, 410]);

const unavailable = (cause: unknown) => new LichengError('service_unavailable', {}, { cause });

/** The link's path under the origin we know; a path that would lead elsewhere is refused. */
function linkUnder(origin: string, path: string): URL {
  const url = new URL(path, origin);
  if (url.origin !== new URL(origin).origin) throw new Error('the link leads to another origin');
  return url;
}

async function* readBody(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw unavailable(cause);
  }
}

/** Asks upload for a short-lived link in this service's own name and reads through it. */
export function createFileSource(
  upload: Peer<UploadServiceClient>,
  tokens: ServiceTokens,
  httpUrl: string,
): FileSource {
  return {
    async open(uploadId) {
      let path: string;
      try {
        ({ path } = await upload.call(
          'createLink',
          { uploadId, variant: 'file' },
          { token: await tokens.current(), attempts: 3 },
        ));
      } catch (error) {
        if (error instanceof LichengError && MISSING.has(error.code)) return null;
        throw unavailable(error);
      }
      const response = await fetch(linkUnder(httpUrl, path), {
        signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
        redirect: 'error',
      }).catch((cause: unknown) => {
        throw unavailable(cause);
      });
      if (response.ok && response.body !== null) return readBody(response.body);
      await response.body?.cancel();
      if (MISSING_STATUS.has(response.status)) return null;
      throw unavailable(new Error(`the file's link answered ${response.status}`));
    },
  };
}
