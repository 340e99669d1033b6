import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { LichengError } from '@licheng/portfolio-rules';
import { type Logger, type TokenVerifier, withTrace } from '@licheng/service-kit';
import { SenderGone } from '../application/receive-bytes.ts';
import type { Reception } from '../application/reception.ts';
import { type FileLinks, serveFile } from './files.ts';
import { sendProblem, toLichengError } from './problem.ts';
import { handleTus } from './tus/handler.ts';

const UPLOAD_PATH = /^\/uploads(?:\/([^/?]*))?$/;
const FILE_PATH = /^\/files\/([^/?]+)$/;

/** Everything but health: tus at /uploads, signed links at /files. */
export function httpEntry(options: {
  reception: Reception;
  links: FileLinks;
  verifier: TokenVerifier;
  log: Logger;
}): RequestListener {
  const { log } = options;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = ''] = (request.url ?? '').split('?');
    const upload = UPLOAD_PATH.exec(path);
    if (upload !== null) return handleTus(options, request, response, upload[1] ?? '');
    const file = FILE_PATH.exec(path);
    if (file !== null) return serveFile(options.links, request, response, file[1] ?? '');
    throw new LichengError('not_found');
  }

  return (request, response) => {
    const startedAt = performance.now();
    // The path of a file is a key to it and stays out of the log.
    const what = () => ({
      method: request.method,
      route: request.url?.startsWith('/files/') === true ? '/files' : request.url,
      status: response.statusCode,
      durationMs: Math.round((performance.now() - startedAt) * 100) / 100,
    });
    void withTrace(request.headers['traceparent']?.toString(), async () => {
      try {
        await route(request, response);
        log.debug(what(), 'served');
      } catch (error) {
        if (error instanceof SenderGone) {
          log.info(what(), 'sender gone');
          response.destroy();
          return;
        }
        const known = toLichengError(error);
        if (response.headersSent) response.destroy();
        else sendProblem(request, response, known);
        const expected = known.code !== 'internal' && known.cause === undefined;
        if (expected) log.info({ ...what(), code: known.code }, 'refused');
        else log.error({ ...what(), code: known.code, err: error }, 'failed');
      }
    });
  };
}
