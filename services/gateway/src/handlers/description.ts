import { openApiDocument } from '@licheng/rest-contract/openapi';
import { FixedText } from '../http/compressed.ts';
import type { Handlers } from '../http/handler.ts';
import { API_HEADERS } from '../http/security-headers.ts';

const description = new FixedText('application/json', () => JSON.stringify(openApiDocument()));

export const descriptionHandlers = {
  // The same for everybody and asked by tools that carry no session: it may be kept, but is asked about each time.
  getDescription: async ({ request, response }) =>
    description.send(request, response, { ...API_HEADERS, 'cache-control': 'no-cache', vary: 'accept-encoding' }),
} satisfies Partial<Handlers>;
