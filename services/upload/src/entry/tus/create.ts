import { LichengError } from '@licheng/portfolio-rules';
import { createUpload } from '../../application/create-upload.ts';
import { SenderGone, receiveBytes } from '../../application/receive-bytes.ts';
import type { Reception } from '../../application/reception.ts';
import { incomingFrom, requireOffsetContentType } from './incoming.ts';
import { parseMetadata } from './metadata.ts';
import { type TusAnswer, type TusRequest, bodyLength, expiresHeader, integerHeader } from './protocol.ts';

const DEFAULT_PREFIX = '/uploads';
const PREFIX = /^\/[A-Za-z0-9/_-]{1,100}$/;

/**
 * Creation: "The Client MUST send a POST request against a known upload creation URL […] the Server MUST respond with 201
 * Created and set the Location header." Lengths cannot be deferred: the limits are checked before the first byte.
 * Creation with upload: "The Client MAY include either the entirety or a chunk of the upload data in the body of the POST
 * request. In this case, similar rules as for the PATCH request and response apply."
 */
export async function create(reception: Reception, { request, owner }: TusRequest): Promise<TusAnswer> {
  const metadata = parseMetadata(String(request.headers['upload-metadata'] ?? ''));
  const hasBody = (bodyLength(request) ?? 0) > 0 || request.headers['transfer-encoding'] !== undefined;
  if (hasBody) requireOffsetContentType(request);
  if (request.headers['upload-defer-length'] !== undefined) {
    throw new LichengError('invalid_request', { field: 'Upload-Defer-Length' });
  }
  const upload = await createUpload(reception, owner, {
    slot: metadata.get('slot') ?? '',
    fileName: metadata.get('filename') ?? '',
    sizeBytes: integerHeader(request, 'Upload-Length'),
  });
  let offset = 0;
  if (hasBody) {
    try {
      ({ offset } = await receiveBytes(reception, owner, upload.id, 0, incomingFrom(request)));
    } catch (error) {
      offset = await reception.staging.offset(upload.id);
      // The upload exists: with its Location the client can go on where this body ended. But all bytes there would read as
      // finished, which it is not.
      if (error instanceof SenderGone || offset === upload.sizeBytes) throw error;
    }
  }
  return {
    status: 201,
    headers: {
      location: `${publicPrefix(request.headers['x-licheng-upload-base'])}/${upload.id}`,
      ...(hasBody ? { 'upload-offset': offset } : {}),
      ...expiresHeader(upload.startedAt),
    },
  };
}

/** Where the gateway shows this collection to browsers. */
function publicPrefix(header: string | string[] | undefined): string {
  return typeof header === 'string' && PREFIX.test(header) && !header.includes('//') ? header : DEFAULT_PREFIX;
}
