import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { LichengError } from '@licheng/portfolio-rules';
import type { Logger } from '@licheng/service-kit';
import type { Peers } from '../peers.ts';
import type { Upstream } from '../proxy/upstream.ts';
import { calendarRoutes } from '../routes/calendar.ts';
import { centralRoutes } from '../routes/central.ts';
import { certificationRoutes } from '../routes/certification.ts';
import { courseRoutes } from '../routes/courses.ts';
import { eventRoutes } from '../routes/events.ts';
import { fileRoutes } from '../routes/files.ts';
import { handInRoutes } from '../routes/hand-ins.ts';
import { noticeRoutes } from '../routes/notices.ts';
import { outcomeRoutes } from '../routes/outcomes.ts';
import { selectionRoutes } from '../routes/selection.ts';
import { type SessionParts, sessionRoutes } from '../routes/session.ts';
import { uploadRoutes } from '../routes/uploads.ts';
import { Api, serve } from './api.ts';
import { refusalFrom, sendProblem } from './problem.ts';
import type { StaticFiles } from './static-files.ts';

export interface AppParts extends Omit<SessionParts, 'identity'> {
  peers: Peers;
  upload: Upstream;
  staticFiles: StaticFiles;
  trustedProxyHops: number;
  log: Logger;
}

/** Every path people reach. No middleware runs before a route: each takes only what it needs. */
export function createApp({ peers, upload, staticFiles, trustedProxyHops, log, ...session }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', trustedProxyHops);

  const api = new Api({ app, sessions: session.sessions, tokens: session.tokens, log });
  sessionRoutes(api, { ...session, identity: peers.identity });
  courseRoutes(api, peers);
  outcomeRoutes(api, peers);
  selectionRoutes(api, peers);
  certificationRoutes(api, peers);
  handInRoutes(api, peers);
  calendarRoutes(api, peers);
  noticeRoutes(api, peers);
  centralRoutes(api, peers);
  eventRoutes(api, session.live);
  uploadRoutes(api, upload);
  fileRoutes(app, upload, log);

  app.use('/api', (request: Request, response: Response) => {
    serve(log, '/api/*', request, response, async () => {
      throw new LichengError('not_found');
    });
  });
  app.use((request: Request, response: Response) => {
    serve(log, '/*', request, response, () => staticFiles.answer(request, response));
  });
  // A path express cannot decode comes here before any route has seen it; the fourth parameter makes this its handler.
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    sendProblem(response, refusalFrom(error));
  });
  return app;
}
