import type { Express, Request, Response } from 'express';
import { LANGUAGES, type Language, languageFor } from '@licheng/rest-contract';
import type { Logger } from '@licheng/service-kit';
import { apiPage } from '../api-page/page.ts';
import { PAGE_CSS } from '../api-page/style.ts';
import { serve } from './api.ts';
import { FixedText } from './compressed.ts';
import { PAGE_HEADERS } from './security-headers.ts';

const PAGE = '/api/docs';
const HEADERS = { ...PAGE_HEADERS, 'cache-control': 'no-cache' };

const pages: Readonly<Record<Language, FixedText>> = {
  'zh-Hant': new FixedText('text/html', () => apiPage('zh-Hant')),
  en: new FixedText('text/html', () => apiPage('en')),
};
const style = new FixedText('text/css', () => PAGE_CSS);

/** What the API's description looks like to people. */
export function mountApiPage(app: Express, log: Logger): void {
  app.get(PAGE, (request: Request, response: Response) => {
    serve(log, PAGE, request, response, async () => {
      const asked = LANGUAGES.find((known) => known === request.query['lang']);
      const language = asked ?? languageFor(request.headers['accept-language']);
      pages[language].send(request, response, { ...HEADERS, vary: 'accept-encoding, accept-language' });
    });
  });
  app.get(`${PAGE}/page.css`, (request: Request, response: Response) => {
    serve(log, PAGE, request, response, async () =>
      style.send(request, response, { ...HEADERS, vary: 'accept-encoding' }),
    );
  });
}
