import type { Express, Request, Response } from 'express';
import { LichengError } from '@licheng/portfolio-rules';
import type { Logger } from '@licheng/service-kit';
import type { Upstream } from '../proxy/upstream.ts';
import { serve } from './api.ts';

const ROUTE = '/files/*';
/** Nothing of the upload service but its files is to be reached this way, however the dots are written. */
const CLIMBS = /(\.|%2e){2}/i;

/** The link itself is the permission, so no session is asked for and none is passed on. */
export function mountSignedFiles(app: Express, upload: Upstream, log: Logger): void {
  app.use('/files', (request: Request, response: Response) => {
    serve(log, ROUTE, request, response, async () => {
      const path = request.originalUrl;
      const read = request.method === 'GET' || request.method === 'HEAD';
      if (!read || CLIMBS.test(path.split('?', 1)[0] ?? '')) throw new LichengError('not_found');
      await upload.forward(request, response, { path, headers: {} });
    });
  });
}
