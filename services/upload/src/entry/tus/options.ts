import type { ServerResponse } from 'node:http';
import { SLOT_RULES } from '@licheng/portfolio-rules';
import { TUS_VERSION } from './protocol.ts';

/**
 * "An OPTIONS request MAY be used to gather information about the Server's current configuration. A successful response […]
 * MUST contain the Tus-Version header." The client needs no Tus-Resumable here.
 */
export function answerOptions(response: ServerResponse): void {
  const maxBytes = Math.max(...Object.values(SLOT_RULES).map((rule) => rule.maxBytes));
  response.writeHead(204, {
    'tus-resumable': TUS_VERSION,
    'tus-version': TUS_VERSION,
    'tus-extension': 'creation,creation-with-upload,expiration,termination',
    'tus-max-size': maxBytes,
  });
  response.end();
}
