import type { IncomingMessage, ServerResponse } from 'node:http';
import { LichengError } from '@licheng/portfolio-rules';
import { type TokenVerifier, requirePerson } from '@licheng/service-kit';
import type { Reception } from '../../application/reception.ts';
import { create } from './create.ts';
import { head } from './head.ts';
import { answerOptions } from './options.ts';
import { patch } from './patch.ts';
import { TUS_VERSION, type TusAnswer, type TusVerb } from './protocol.ts';
import { terminate } from './terminate.ts';

const VERBS: ReadonlyMap<string, TusVerb> = new Map([
  ['HEAD', head],
  ['PATCH', patch],
  ['DELETE', terminate],
]);

/** @param uploadId empty for the collection itself. @throws LichengError for everything that is refused. */
export async function handleTus(
  { reception, verifier }: { reception: Reception; verifier: TokenVerifier },
  request: IncomingMessage,
  response: ServerResponse,
  uploadId: string,
): Promise<void> {
  // "The Server MUST interpret [X-HTTP-Method-Override] as the request's method."
  const method = String(request.headers['x-http-method-override'] ?? request.method).toUpperCase();
  if (method === 'OPTIONS') return answerOptions(response);
  // "The Tus-Resumable header MUST be included in every request and response except for OPTIONS requests."
  response.setHeader('tus-resumable', TUS_VERSION);
  // "If the version specified by the Client is not supported by the Server, it MUST respond with the 412 Precondition Failed
  // status and MUST include the Tus-Version header into the response. In addition, the Server MUST NOT process the request."
  if (request.headers['tus-resumable'] !== TUS_VERSION) {
    response.writeHead(412, { 'tus-version': TUS_VERSION, 'content-length': 0 });
    response.end();
    return;
  }
  const { personId, institutionId } = requirePerson(await verifier.verify(tokenOf(request)), 'student');
  const tus = { request, response, owner: { personId, institutionId } };
  const verb = uploadId === '' ? undefined : VERBS.get(method);
  let answer: TusAnswer;
  if (uploadId === '' && method === 'POST') answer = await create(reception, tus);
  else if (verb !== undefined) answer = await verb(reception, tus, uploadId);
  else throw new LichengError('not_found');
  response.writeHead(answer.status, { ...answer.headers, ...(answer.status === 204 ? {} : { 'content-length': 0 }) });
  response.end();
}

function tokenOf(request: IncomingMessage): string {
  const header = request.headers.authorization ?? '';
  if (!header.startsWith('Bearer ')) throw new LichengError('authentication_required');
  return header.slice('Bearer '.length);
}
