import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { LichengError } from '@licheng/portfolio-rules';
import { languageFor } from '@licheng/rest-contract';
import type { Upstream } from '../proxy/upstream.ts';
import { type ApiParts, mountApi, serve } from './api.ts';
import { mountApiPage } from './api-page.ts';
import type { Handlers } from './handler.ts';
import { refusalFrom, sendProblem } from './problem.ts';
import { mountSignedFiles } from './signed-files.ts';
import type { StaticFiles } from './static-files.ts';

export interface AppParts extends Omit<ApiParts, 'app'> {
  handlers: Handlers;
  upload: Upstream;
  staticFiles: StaticFiles;
  trustedProxyHops: number;
}

/** Every path people reach. No middleware runs before a route: each takes only what it needs. */
export function createApp({ handlers, upload, staticFiles, trustedProxyHops, ...parts }: AppParts): Express {
  const app = express();
  const { log } = parts;
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', trustedProxyHops);

  mountApi({ ...parts, app }, handlers);
  mountApiPage(app, log);
  mountSignedFiles(app, upload, log);

  app.use('/api', (request: Request, response: Response) => {
    serve(log, '/api/*', request, response, async () => {
      throw new LichengError('not_found');
    });
  });
  app.use((request: Request, response: Response) => {
    serve(log, '/*', request, response, () => staticFiles.answer(request, response));
  });
  // A path express cannot decode comes here before any route has seen it; the fourth parameter makes this its handler.
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    sendProblem(response, refusalFrom(error), languageFor(request.headers['accept-language']));
  });
  return app;
}
